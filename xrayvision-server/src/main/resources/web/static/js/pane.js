/*
 * One picture in the viewer. Window, zoom, pan, turn and inversion act on what the browser shows; the file is not touched.
 * No side is drawn: only the marker in the picture counts.
 */
import { h } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';

const FRESH = { zoom: 1, x: 0, y: 0, width: 256, centre: 128, invert: false, turn: 0 };
const LEAST_ZOOM = 0.5;
const MOST_ZOOM = 8;
const WHEEL_STEP = 1.12;
const between = (low, value, high) => Math.max(low, Math.min(high, value));

/* What a drag by dx, dy makes of a pane's state. */
const DRAG = {
  window: (s, dx, dy) => ({ width: between(8, s.width + dx, 512), centre: between(8, s.centre + dy / 2, 247) }),
  pan: (s, dx, dy) => ({ x: s.x + dx, y: s.y + dy }),
  zoom: (s, dx, dy) => ({ zoom: between(LEAST_ZOOM, s.zoom * (1 - dy / 200), MOST_ZOOM) }),
};

export class Pane {
  /* source: null where there is no picture. head: what stands in the corner; act(pane, change) is told of each change that a hand makes. */
  constructor(source, alt, head, look, act) {
    this.state = { ...FRESH };
    this.act = act;
    this.image = h('img', { src: source, alt, draggable: 'false' });
    this.numbers = h('div', { class: 'o br_ num' });
    this.image.addEventListener('load', () => this.apply());
    const none = h('p', { class: 'wait' }, t('st.nopic'));
    this.image.addEventListener('error', () => this.image.replaceWith(none));
    this.element = h(
      'div',
      { class: `pane ${look}` },
      source ? this.image : none,
      h('div', { class: 'o tl_' }, head.map((line, i) => h('div', {}, i ? line : h('b', {}, line)))),
      h('div', { class: 'o bl_' }, t('v.note')),
      this.numbers,
    );
    this.apply();
  }

  /* A picture that lies on its side is made to fit as it did upright. */
  fit() {
    const { naturalWidth: w, naturalHeight: height, clientWidth: boxWidth, clientHeight: boxHeight } = this.image;
    if (this.state.turn % 180 === 0 || !w || !height || !boxWidth || !boxHeight) {
      return 1;
    }
    return Math.min(boxWidth / height, boxHeight / w) / Math.min(boxWidth / w, boxHeight / height);
  }

  apply() {
    const s = this.state;
    const centre = s.centre / 255;
    const brightness = (0.5 / centre).toFixed(3);
    const contrast = ((256 / s.width) * (centre / 0.5)).toFixed(3);
    this.image.style.transform = `translate(${s.x}px, ${s.y}px) scale(${(s.zoom * this.fit()).toFixed(4)}) rotate(${s.turn}deg)`;
    this.image.style.filter = `brightness(${brightness}) contrast(${contrast}) invert(${s.invert ? 1 : 0})`;
    const more = [s.turn && `${s.turn}°`, s.invert && t('v.inverted')].filter(Boolean).map(word => `  ${word}`);
    this.numbers.textContent = `W ${Math.round(s.width)}  C ${Math.round(s.centre)}  ${Math.round(s.zoom * 100)} %${more.join('')}`;
  }

  change(values) {
    Object.assign(this.state, values);
    this.apply();
  }

  /* change: values, or what makes them of the state. */
  set(change) {
    this.change(typeof change === 'function' ? change(this.state) : change);
  }
}

export const RESET = { ...FRESH };
export const FIT = { zoom: 1, x: 0, y: 0 };
export const INVERT = s => ({ invert: !s.invert });
export const TURN = s => ({ turn: (s.turn + 90) % 360 });
export const dragged = (tool, dx, dy) => s => DRAG[tool](s, dx, dy);
const zoomed = factor => s => ({ zoom: between(LEAST_ZOOM, s.zoom * factor, MOST_ZOOM) });

const distance = ([a, b]) => Math.hypot(a.x - b.x, a.y - b.y) || 1;

/* Mouse, pen and fingers: one drags with the tool that tool() names, Shift or two fingers pan, the wheel and two fingers zoom. */
export function listen(pane, tool) {
  const { element } = pane;
  const down = new Map();
  let action = null;

  function move(event) {
    const before = [...down.values()];
    const last = down.get(event.pointerId);
    if (!last) {
      return;
    }
    const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (down.size === 2) {
      pane.act(pane, zoomed(distance([...down.values()]) / distance(before)));
      pane.act(pane, dragged('pan', dx / 2, dy / 2));
    } else if (down.size === 1) {
      pane.act(pane, dragged(action, dx, dy));
    }
  }

  element.addEventListener('pointerdown', event => {
    event.preventDefault();
    element.setPointerCapture(event.pointerId);
    down.set(event.pointerId, { x: event.clientX, y: event.clientY });
    action = event.button === 1 || event.shiftKey ? 'pan' : event.button === 2 ? 'zoom' : tool();
    pane.act(pane, {});
  });
  element.addEventListener('pointermove', move);
  for (const end of ['pointerup', 'pointercancel']) {
    element.addEventListener(end, event => down.delete(event.pointerId));
  }
  element.addEventListener('contextmenu', event => event.preventDefault());
  element.addEventListener(
    'wheel',
    event => {
      event.preventDefault();
      pane.act(pane, zoomed(event.deltaY < 0 ? WHEEL_STEP : 1 / WHEEL_STEP));
    },
    { passive: false },
  );
}
