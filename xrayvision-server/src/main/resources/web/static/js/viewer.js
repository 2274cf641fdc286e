/* The picture over the whole window, always dark. Window, zoom and pan act on what the browser shows; the file is not touched. */
import { h, icon, iconBtn, $, $$ } from '/static/login/dom.js';
import { t, siteDay, siteTime } from '/static/login/i18n.js';
import { severity, viewName, ageText, sexText } from './reading.js';
import { aiPart, radPart } from './report.js';
import { strayLines, waiting } from './card.js';
import { keysAreOn } from './shell.js';

const FRESH = { zoom: 1, x: 0, y: 0, width: 256, centre: 128, invert: false, turn: 0 };
const between = (low, value, high) => Math.max(low, Math.min(high, value));

const KEYS = [
  ['w', 'window', 'W'],
  ['p', 'pan', 'P'],
  ['z', 'zoom', 'Z'],
  ['i', 'invert', 'I'],
  ['r', 'rotate', 'R'],
  ['f', 'fit', 'F'],
  ['0', 'reset', '0'],
  ['ArrowLeft', 'prev', '←'],
  ['ArrowRight', 'next', '→'],
  ['?', 'keys', '?'],
];
const ICONS = { window: 'window', pan: 'pan', zoom: 'zoom', invert: 'invert', rotate: 'rotate', fit: 'fit', reset: 'undo', prev: 'prev', next: 'next', keys: 'info' };
const TOOLS = ['window', 'pan', 'zoom'];

class Pane {
  constructor(source, title, subtitle) {
    this.state = { ...FRESH };
    this.image = h('img', { src: source, alt: `${title}, ${subtitle}`, draggable: 'false' });
    this.numbers = h('div', { class: 'o br_ num' });
    this.image.addEventListener('error', () => this.image.replaceWith(h('p', { class: 'wait' }, t('st.nopic'))));
    this.element = h(
      'div',
      { class: 'pane' },
      this.image,
      h('div', { class: 'o tl_' }, h('div', {}, h('b', {}, title)), h('div', {}, subtitle)),
      h('div', { class: 'o bl_' }, t('v.note')),
      this.numbers,
    );
    this.apply();
  }

  apply() {
    const s = this.state;
    const centre = s.centre / 255;
    const brightness = (0.5 / centre).toFixed(3);
    const contrast = ((256 / s.width) * (centre / 0.5)).toFixed(3);
    this.image.style.transform = `translate(${s.x}px, ${s.y}px) scale(${s.zoom}) rotate(${s.turn}deg)`;
    this.image.style.filter = `brightness(${brightness}) contrast(${contrast}) invert(${s.invert ? 1 : 0})`;
    const turn = s.turn ? `  ${s.turn}°` : '';
    this.numbers.textContent = `W ${Math.round(s.width)}  C ${Math.round(s.centre)}  ${Math.round(s.zoom * 100)} %${turn}`;
  }

  change(values) {
    Object.assign(this.state, values);
    this.apply();
  }

  drag(action, dx, dy) {
    const s = this.state;
    if (action === 'window') {
      this.change({ width: between(8, s.width + dx, 512), centre: between(8, s.centre + dy / 2, 247) });
    } else if (action === 'pan') {
      this.change({ x: s.x + dx, y: s.y + dy });
    } else {
      this.change({ zoom: between(0.5, s.zoom * (1 - dy / 200), 8) });
    }
  }
}

export function openViewer(r, start = 0) {
  let tool = 'window';
  let current = start;
  let pane = null;
  const { patient, exam } = r.lead;
  const film = h('div', { class: 'v-film' });
  const area = h('div', { class: 'v-panes', tabindex: -1, autofocus: true });
  const keys = h('div', { class: 'v-keys', hidden: true }, KEYS.map(([, id, shown]) => h('div', {}, t(`v.${id}`), h('kbd', {}, shown))));
  const bar = h('div', { class: 'v-bar', role: 'toolbar', 'aria-label': t('v.keys') });

  function mouse(element) {
    element.addEventListener('pointerdown', down => {
      down.preventDefault();
      element.setPointerCapture(down.pointerId);
      const action = down.button === 1 || down.shiftKey ? 'pan' : down.button === 2 ? 'zoom' : tool;
      let { clientX: x, clientY: y } = down;
      const move = event => {
        pane.drag(action, event.clientX - x, event.clientY - y);
        ({ clientX: x, clientY: y } = event);
      };
      element.addEventListener('pointermove', move);
      for (const end of ['pointerup', 'pointercancel']) {
        element.addEventListener(end, () => element.removeEventListener('pointermove', move), { once: true });
      }
    });
    element.addEventListener('contextmenu', event => event.preventDefault());
    const zoom = event => {
      event.preventDefault();
      pane.change({ zoom: between(0.5, pane.state.zoom * (event.deltaY < 0 ? 1.12 : 1 / 1.12), 8) });
    };
    element.addEventListener('wheel', zoom, { passive: false });
  }

  function draw() {
    const view = r.views[current];
    pane = new Pane(`/images/${view.uid}.png`, patient.name || t('noname'), `${view.exam.protocol} · ${viewName(r, view)} · ${siteDay(view.exam.created)}`);
    mouse(pane.element);
    area.replaceChildren(pane.element);
    const thumb = (other, index) =>
      h(
        'button',
        { type: 'button', 'aria-pressed': String(index === current), onclick: () => go(index) },
        h('img', { src: `/images/${other.uid}.png`, alt: '' }),
        h('span', {}, viewName(r, other)),
      );
    film.replaceChildren(h('div', { class: 'h' }, t('v.this')), ...r.views.map(thumb));
    press();
  }

  function press() {
    for (const button of $$('[data-tool]', bar)) {
      button.setAttribute('aria-pressed', String(button.dataset.tool === tool));
    }
  }

  function go(index) {
    current = (index + r.views.length) % r.views.length;
    draw();
  }

  function act(id) {
    if (TOOLS.includes(id)) {
      tool = id;
      press();
    } else if (id === 'invert') {
      pane.change({ invert: !pane.state.invert });
    } else if (id === 'rotate') {
      pane.change({ turn: (pane.state.turn + 90) % 360 });
    } else if (id === 'fit') {
      pane.change({ zoom: 1, x: 0, y: 0 });
    } else if (id === 'reset') {
      pane.change({ ...FRESH });
    } else if (id === 'keys') {
      keys.hidden = !keys.hidden;
    } else {
      go(current + (id === 'next' ? 1 : -1));
    }
  }

  const several = r.views.length > 1;
  bar.append(
    ...KEYS.filter(([, id]) => several || (id !== 'prev' && id !== 'next')).map(([, id, shown]) =>
      h(
        'button',
        { type: 'button', class: 'btn', 'data-tool': TOOLS.includes(id) ? id : null, 'data-do': id, onclick: () => act(id) },
        icon(ICONS[id]),
        h('span', {}, t(`v.${id}`), ' ', h('kbd', {}, shown)),
      ),
    ),
  );
  const facts = [sexText(patient), ageText(patient), exam.protocol, `${siteDay(exam.created)} ${siteTime(exam.created)}`];
  const dialog = h(
    'dialog',
    { class: 'viewer', 'aria-label': `${patient.name || t('noname')}, ${exam.protocol}` },
    h(
      'div',
      { class: 'v-top' },
      h('b', { class: 't' }, patient.name || t('noname')),
      h('span', { class: 't mut' }, facts.filter(Boolean).join(' · ')),
      iconBtn(t('close'), 'x', 'end', { onclick: () => dialog.close() }),
    ),
    film,
    area,
    bar,
    h('aside', { class: 'v-side' }, r.read ? [severity(r), aiPart(r), radPart(r)] : h('div', { class: 'rep' }, waiting(r, { usualSeconds: () => 0 })), strayLines(r, null)),
    keys,
  );
  dialog.addEventListener('keydown', event => {
    const found = KEYS.find(([key]) => key === (event.key.length === 1 ? event.key.toLowerCase() : event.key));
    const allowed = event.key.length > 1 || keysAreOn();
    if (found && allowed && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      act(found[1]);
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  draw();
  dialog.showModal();
  $('.v-panes', dialog).focus();
}
