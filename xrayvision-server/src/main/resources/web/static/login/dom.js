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

const flat = kids => kids.flat(9).filter(kid => kid != null && kid !== false);

/* Marks that turn the direction of what follows are left out: letters are shown in the order in which they were written. */
const TURNING = /[\u202a-\u202e\u2066\u2067]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\u2068\ufb1d-\ufdff\ufe70-\ufefc]/;
export const straight = text => text.replace(TURNING, '');
export const isMixed = text => RIGHT_TO_LEFT.test(text);

/* Words that are written from right to left stand apart, so that numbers and names beside them stay where they belong. */
function apart(kid) {
  const text = typeof kid === 'string' ? straight(kid) : kid;
  if (typeof text !== 'string' || !isMixed(text)) {
    return text;
  }
  const alone = document.createElement('bdi');
  alone.append(text);
  return alone;
}

export function h(tag, props, ...kids) {
  const element = set(document.createElement(tag), props);
  element.append(...flat(kids).map(apart));
  return element;
}

export function s(tag, props, ...kids) {
  const element = set(document.createElementNS(SVG, tag), props);
  element.append(...flat(kids));
  return element;
}

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
  /* Forgets what begins so, but for one. */
  forget(beginning, except) {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(`xv.${beginning}`) && key !== `xv.${except}`) {
          localStorage.removeItem(key);
        }
      }
    } catch {
      /* private mode */
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
