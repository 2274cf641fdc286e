/* A confusion matrix as a mosaic: left the truly positive, right the negative, above what the model called positive. */
import { h, s } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';

const [WIDTH, HEIGHT, GAP] = [88, 40, 2];

/* One column: above what the model called positive. A cell that is not empty is 3 px high at least. */
function column(x, width, up, down, looks) {
  const all = up + down;
  if (!all) {
    return [];
  }
  const cut = up && down ? Math.min(HEIGHT - 4, Math.max(3, ((HEIGHT - 1) * up) / all)) : up ? HEIGHT : 0;
  const gap = up && down ? 1 : 0;
  return [
    up > 0 && s('rect', { class: looks[0], x, y: 0, width, height: cut }),
    down > 0 && s('rect', { class: looks[1], x, y: cut + gap, width, height: HEIGHT - cut - gap }),
  ].filter(Boolean);
}

/* Left the truly positive, right the negative; the area is the share. */
export function mosaic(of) {
  const [sick, well] = [of.tpos + of.fneg, of.fpos + of.tneg];
  const gap = sick && well ? GAP : 0;
  const left = !sick ? 0 : !well ? WIDTH : Math.min(WIDTH - GAP - 4, Math.max(4, ((WIDTH - GAP) * sick) / (sick + well)));
  return s(
    'svg',
    { class: 'cm', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': t('fig.cells', { tp: of.tpos, fp: of.fpos, fn: of.fneg, tn: of.tneg }) },
    column(0, left, of.tpos, of.fneg, ['a', 'e2']),
    column(left + gap, WIDTH - left - gap, of.fpos, of.tneg, ['e1', 'a']),
  );
}

export const mosaicKey = () =>
  h(
    'p',
    { class: 'key' },
    h('span', {}, t('fig.key')),
    h('span', {}, h('i', { class: 'a' }), t('fig.key.agree')),
    h('span', {}, h('i', { class: 'e1' }), t('fig.key.fp')),
    h('span', {}, h('i', { class: 'e2' }), t('fig.key.fn')),
  );
