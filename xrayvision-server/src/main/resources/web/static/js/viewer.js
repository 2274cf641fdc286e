/*
 * The pictures over the whole window, always dark: those of a reading, beside a prior one if wanted. The dialog keeps the focus until it
 * is closed; then it goes back to where it was.
 */
import { h, icon, iconBtn, $, $$ } from '/static/login/dom.js';
import { t, siteDay, siteTime } from '/static/login/i18n.js';
import { mark, severity, viewName, word, projection, ageText, sexText } from './reading.js';
import { aiPart, radPart } from './report.js';
import { stateChips, strayLines, verdict, waiting } from './card.js';
import { keysAreOn } from './shell.js';
import { priors } from './source.js';
import { Pane, listen, dragged, RESET, FIT, INVERT, TURN } from './pane.js';

const TOOLS = ['window', 'pan', 'zoom'];
const KEY_STEP = 16;

/* Key, what it does, how it is written, its sign. */
const KEYS = [
  ['w', 'window', 'W', 'window'],
  ['p', 'pan', 'P', 'pan'],
  ['z', 'zoom', 'Z', 'zoom'],
  ['i', 'invert', 'I', 'invert'],
  ['r', 'rotate', 'R', 'rotate'],
  ['f', 'fit', 'F', 'fit'],
  ['0', 'reset', '0', 'undo'],
  ['c', 'compare', 'C', 'cmp'],
  ['l', 'sync', 'L', 'sync'],
  ['ArrowLeft', 'prev', '←', 'prev'],
  ['ArrowRight', 'next', '→', 'next'],
  ['?', 'keys', '?', 'info'],
];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const before = prior => (prior.days > 0 ? t('v.days', { n: prior.days }) : t('v.sameday'));

const source = ({ uid, extra }) => (extra.picture === false ? null : `/images/${uid}.png`);
const taken = view => `${siteDay(view.exam.created)} ${siteTime(view.exam.created)}`;
const numberOf = n => (n < 0 ? '—' : `${n}/10 ${word(n)}`);

class Viewer {
  /* ui: as for a card, and ui.of(key): the reading as it is now, ui.neighbour(key, step): the next or previous one of the list,
     or null where it is the only one. */
  constructor(r, start, ui) {
    this.ui = ui;
    this.r = r;
    this.at = start;
    this.tool = 'window';
    this.linked = true;
    this.prior = null;
    this.priors = [];
    this.panes = [];
    this.active = null;
    this.head = h('div', { class: 'v-top' });
    this.film = h('div', { class: 'v-film' });
    this.area = h('div', { class: 'v-panes', tabindex: -1, autofocus: true });
    this.bar = h('div', { class: 'v-bar', role: 'toolbar', 'aria-label': t('v.tools') });
    this.side = h('aside', { class: 'v-side' });
    this.keys = h('div', { class: 'v-keys', hidden: true });
    this.dialog = h('dialog', { class: 'viewer' }, this.head, this.film, this.area, this.bar, this.side, this.keys);
    // Of the whole document: where nothing in the dialog has the focus, its keys act all the same.
    const listening = new AbortController();
    document.addEventListener('keydown', event => this.key(event), { signal: listening.signal });
    this.ended = new Promise(done => this.dialog.addEventListener('close', () => done()));
    this.ended.then(() => {
      listening.abort();
      this.dialog.remove();
    });
  }

  open() {
    document.body.append(this.dialog);
    this.show(this.r, this.at);
    this.dialog.showModal();
    this.area.focus();
  }

  get view() {
    return this.r.views[this.at];
  }

  /* Another reading, or another view of this one. */
  show(r, at) {
    const other = r.key !== this.r.key || !this.dialog.open;
    this.r = r;
    this.at = at;
    if (other) {
      this.prior = null;
      this.priors = [];
      this.findPriors(r);
    }
    this.draw();
  }

  async findPriors(r) {
    let found = [];
    try {
      found = await priors(r.lead.uid);
    } catch (error) {
      this.ui.failed(error);
    }
    if (this.r.key === r.key) {
      this.priors = found;
      this.drawFilm();
      this.drawBar();
    }
  }

  // ---- drawing

  draw() {
    this.dialog.setAttribute('aria-label', `${this.r.lead.patient.name || t('noname')}, ${this.r.lead.exam.protocol}`);
    this.drawFacts();
    this.drawFilm();
    this.drawPanes();
    this.drawBar();
  }

  /* What may change while the pictures stay: verdicts, reports, states. */
  drawFacts() {
    const { r, ui } = this;
    const { patient, exam } = r.lead;
    const facts = [sexText(patient), ageText(patient), exam.protocol, taken(r.lead)];
    this.head.replaceChildren(
      mark(r),
      h('b', { class: 't' }, patient.name || t('noname')),
      h('span', { class: 't mut' }, facts.filter(Boolean).join(' · ')),
      ...stateChips(r).filter(Boolean),
      h('span', { class: 'row end', id: 'v-dicom' }, this.dicomLink(this.view)),
      iconBtn(t('close'), 'x', '', { onclick: () => this.dialog.close() }),
    );
    const read = [severity(r), ui.may('REVIEW') && h('div', { class: 'c-acts' }, verdict(r, ui)), aiPart(r), radPart(r)];
    const rest = h('div', { class: 'rep' }, waiting(r, ui));
    this.side.replaceChildren(...[...(r.read ? read : [rest]), strayLines(r, null)].filter(Boolean));
  }

  /* Only where the file is still kept. */
  dicomLink({ uid, extra }) {
    return (
      extra.dicom &&
      this.ui.may('SEE_DICOM') &&
      h('a', { class: 'btn sm', href: `/images/${uid}.dcm`, download: `${uid}.dcm` }, icon('down'), t('v.orig'))
    );
  }

  thumb(view, name, pressed, onclick) {
    const image = h('img', { src: source(view), alt: '' });
    image.addEventListener('error', () => image.remove());
    return h('button', { type: 'button', 'aria-pressed': String(pressed), onclick }, source(view) && image, h('span', {}, name));
  }

  drawFilm() {
    const { r } = this;
    const held = $$('button', this.film).indexOf(document.activeElement);
    const views = r.views.map((view, i) => this.thumb(view, viewName(r, view), i === this.at, () => this.show(r, i)));
    const earlier = this.priors.map(prior =>
      this.thumb(this.viewOf(prior), before(prior), prior === this.prior, () => this.compare(prior === this.prior ? null : prior)),
    );
    this.film.replaceChildren(h('div', { class: 'h' }, t('v.this')), ...views, ...(earlier.length ? [h('div', { class: 'h' }, t('v.prior')), ...earlier] : []));
    $$('button', this.film)[held]?.focus();
  }

  /* Of a prior reading the view that shows the same side, if there is one. */
  viewOf(prior) {
    return prior.exams.find(view => view.extra.projection === this.view.extra.projection) || prior.exams[0];
  }

  pane(view, head, look) {
    const pane = new Pane(source(view), head.join(', '), head, look, (one, change) => {
      this.active = one;
      this.apply(change);
    });
    listen(pane, () => this.tool);
    return pane;
  }

  drawPanes() {
    const { r, view, prior } = this;
    const name = `${view.exam.protocol} · ${viewName(r, view)} · ${siteDay(view.exam.created)}`;
    const kept = this.panes.length ? this.panes[this.panes.length - 1].state : null;
    const same = this.shown === view.uid;
    this.panes = [this.pane(view, [prior ? t('v.current') : r.lead.patient.name || t('noname'), name], '')];
    if (prior) {
      const old = this.viewOf(prior);
      const verdicts = t('v.verdicts', { a: numberOf(prior.severity), r: numberOf(prior.rad_severity ?? -1) });
      const what = [old.exam.protocol, projection(old.extra.projection), siteDay(old.exam.created)].filter(Boolean).join(' · ');
      this.panes.unshift(this.pane(old, [`${t('v.prior')}: ${before(prior)}`, what, verdicts], 'prior'));
    }
    this.shown = view.uid;
    this.active = this.panes[this.panes.length - 1];
    this.area.className = `v-panes${prior ? ' cmp' : ''}`;
    this.area.replaceChildren(...this.panes.map(pane => pane.element));
    if (kept && same) {
      this.panes.forEach(pane => pane.change({ ...kept })); // the same picture stays as it was set
    }
    this.panes.forEach(pane => pane.apply());
  }

  drawBar() {
    const several = this.r.views.length > 1 || this.ui.neighbour(this.r.key, 1) !== null;
    const offered = { prev: several, next: several, compare: this.priors.length > 0, sync: this.prior !== null };
    const pressed = { compare: this.prior !== null, sync: this.linked };
    const shown = KEYS.filter(([, id]) => offered[id] ?? true);
    const held = document.activeElement?.dataset?.do;
    this.bar.replaceChildren(
      ...shown.map(([shortcut, id, key, sign]) => {
        const on = TOOLS.includes(id) ? this.tool === id : pressed[id];
        const props = { type: 'button', class: 'btn', 'data-do': id, 'aria-pressed': on === undefined ? null : String(on), 'aria-keyshortcuts': shortcut };
        return h('button', { ...props, onclick: () => this.do(id) }, icon(sign), h('span', {}, t(`v.${id}`), ' ', h('kbd', {}, key)));
      }),
    );
    if (held && !this.bar.contains(document.activeElement)) {
      $(`[data-do="${held}"]`, this.bar)?.focus();
    }
    const line = (name, key) => h('div', {}, name, h('kbd', {}, key));
    this.keys.replaceChildren(...shown.map(([, id, key]) => line(t(`v.${id}`), key)), line(t('v.arrows'), '⇧ ←→↑↓'), line(t('close'), 'Esc'));
  }

  // ---- acting

  apply(change) {
    for (const pane of this.linked ? this.panes : [this.active]) {
      pane.set(change);
    }
  }

  compare(prior) {
    this.prior = prior;
    this.drawFilm();
    this.drawPanes();
    this.drawBar();
  }

  /* Through the views of a reading, and on to the one beside it in the list, from the last to the first. */
  step(by) {
    const next = this.at + by;
    const inside = next >= 0 && next < this.r.views.length;
    const r = inside ? this.r : this.ui.neighbour(this.r.key, by) || this.r;
    this.show(r, inside ? next : by > 0 ? 0 : r.views.length - 1);
  }

  do(id) {
    const acts = {
      invert: () => this.apply(INVERT),
      rotate: () => this.apply(TURN),
      fit: () => this.apply(FIT),
      reset: () => this.apply({ ...RESET }),
      compare: () => this.compare(this.prior ? null : this.priors[0] || null),
      sync: () => { this.linked = !this.linked; },
      prev: () => this.step(-1),
      next: () => this.step(1),
      keys: () => { this.keys.hidden = !this.keys.hidden; },
    };
    if (TOOLS.includes(id)) {
      this.tool = id;
    } else {
      acts[id]();
    }
    this.drawBar();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const arrow = event.shiftKey && ARROWS[event.key];
    if (arrow) {
      event.preventDefault();
      this.apply(dragged(this.tool, arrow[0] * KEY_STEP, arrow[1] * KEY_STEP));
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const found = KEYS.find(([one]) => one === key);
    const allowed = event.key.length > 1 || keysAreOn();
    if (found && allowed && (found[1] !== 'compare' || this.priors.length) && (found[1] !== 'sync' || this.prior)) {
      event.preventDefault();
      this.do(found[1]);
    }
  }

  /* The list was loaded anew: what is said of the reading follows, the pictures stay as they are. */
  update() {
    const fresh = this.ui.of(this.r.key);
    if (!fresh || !this.dialog.open || JSON.stringify(fresh) === JSON.stringify(this.r)) {
      return;
    }
    const { uid } = this.view;
    const held = this.side.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    this.r = fresh;
    this.at = Math.max(0, fresh.views.findIndex(view => view.uid === uid));
    this.drawFacts();
    this.drawFilm();
    if (held) {
      ($(`[data-key="${held}"]`, this.side) || this.area).focus();
    }
  }
}

/* Shows a reading; returns update(), to be called when the list has changed, and ended, a promise. */
export function openViewer(r, start, ui) {
  const viewer = new Viewer(r, start, ui);
  viewer.open();
  return { update: () => viewer.update(), ended: viewer.ended, uid: () => viewer.r.key };
}
