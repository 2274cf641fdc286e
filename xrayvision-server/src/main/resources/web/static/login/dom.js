/* Everything that comes from outside becomes text: elements are built, never parsed. */
const SVG = 'http://www.w3.org/2000/svg';

function set(element, props) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value == null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  return element;
}

function fill(element, kids) {
  element.append(...kids.flat(9).filter(kid => kid != null && kid !== false));
  return element;
}

export const h = (tag, props, ...kids) => fill(set(document.createElement(tag), props), kids);
export const s = (tag, props, ...kids) => fill(set(document.createElementNS(SVG, tag), props), kids);

export const $ = (query, root = document) => root.querySelector(query);
export const $$ = (query, root = document) => [...root.querySelectorAll(query)];

export const icon = (name, extra = '') =>
  s('svg', { class: `ico ${extra}`, 'aria-hidden': 'true' }, s('use', { href: `/static/login/icons.svg#${name}` }));

export const btn = (label, ico, extra = '', props = {}) =>
  h('button', { type: 'button', class: `btn ${extra}`, ...props }, ico && icon(ico), label);

export const iconBtn = (label, ico, extra = '', props = {}) =>
  h('button', { type: 'button', class: `btn sq quiet ${extra}`, 'aria-label': label, title: label, ...props }, icon(ico));

export const chip = (label, ico, extra = '', props = {}) =>
  h('span', { class: `chip ${extra}`, ...props }, ico && icon(ico), label);

/* What this browser remembers; a private window remembers nothing. */
export const memory = {
  get(name) {
    try {
      return localStorage.getItem(`xv.${name}`);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`xv.${name}`, value);
    } catch {
      /* private mode */
    }
  },
};
