/*
 * One reading = the exams that one report answers; the server says which belong together.
 * The words for severity and agreement stand here and nowhere else.
 */
import { h, icon, chip } from '/static/login/dom.js';
import { t, num, has } from '/static/login/i18n.js';

/* Runs that read the picture; the others grade a text. */
export const ASKED = ['primary', 'shadow'];

/* Bands are for display only; positive is severity at or above the server's threshold. */
export const band = n => (n < 3 ? 0 : n < 5 ? 1 : n < 7 ? 2 : n < 9 ? 3 : 4);
export const word = n => {
  const step = n === 0 ? 0 : [1, 3, 5, 7, 9][band(n)];
  return n < 0 ? t('sev.na') : t(`sev.${step}`);
};

export const projection = name => (has(`proj.${name}`) ? t(`proj.${name}`) : name);

/* What a view is called: its projection, else its place. */
export const viewName = (r, view) => projection(view.extra.projection) || t('v.view', { n: r.views.indexOf(view) + 1 });

/* The model's verdict on one view; an older program's positive may come without a number. */
const isAssessed = view => view.report.ai.severity >= 0 || view.report.ai.positive;

/* Which of two views stands for the reading: read now before read earlier, positive before negative, then the higher number. */
function worse(a, b) {
  const rank = view => [isAssessed(view), view.exam.status === 'done', view.report.ai.positive, view.report.ai.severity].map(Number);
  const [one, other] = [rank(a), rank(b)];
  const at = one.findIndex((value, i) => value !== other[i]);
  return at >= 0 && other[at] > one[at] ? b : a;
}

/* What waits to be acknowledged comes before what was. */
const alertOf = views => {
  const alerts = views.map(view => view.extra.alert).filter(Boolean);
  return alerts.find(alert => !alert.acknowledged) || alerts[0] || null;
};

/*
 * The server judges a reading over all its views, also those that a filter leaves out: its verdict, number and outcome are shown.
 * Until a view is read, what the views here said earlier stands in. raw: a reading as the server gives it.
 */
export function reading(raw, threshold) {
  const views = raw.exams;
  const lead = views.reduce(worse);
  const known = raw.positive !== null;
  const ai = known ? raw.severity : lead.report.ai.severity;
  const rad = [lead, ...views].find(view => view.report.rad.text || view.report.rad.severity >= 0) || lead;
  return {
    key: views[0].uid,
    views,
    lead,
    ai,
    rad: rad.report.rad,
    review: raw.review,
    alert: alertOf(views),
    retracted: views.some(view => view.extra.retracted),
    problems: [...new Set(views.map(view => view.extra.report_problem).filter(Boolean))],
    assessed: known || isAssessed(lead),
    positive: known ? raw.positive : lead.report.ai.positive,
    elsewhere: known && ai > Math.max(...views.map(view => view.report.ai.severity)),
    reviewed: raw.reviewed,
    agree: raw.outcome || (raw.reviewed ? 'open' : 'none'),
    threshold,
    status: lead.exam.status,
    read: views.some(view => view.report.ai.text),
    conflict: views.some(view => view.extra.conflict),
  };
}

/* The views that stand otherwise than the one that the card is about. */
export const strays = r =>
  r.views.filter(view => view !== r.lead && (view.exam.status !== r.status || (view.extra.detail || '') !== (r.lead.extra.detail || '')));

/* AI as filled cells, the radiologist as a diamond, the threshold as a line; number and word always stand beside. */
export function scale(ai, rad, threshold, extra = '') {
  const said = n => (n < 0 ? t('sev.na') : n);
  const cells = Array.from({ length: 10 }, (_, i) => h('i', { class: i < ai ? `c${band(ai)}` : '' }));
  return h(
    'div',
    { class: `scale ${extra}`, role: 'img', 'aria-label': t('sev.aria', { a: said(ai), r: said(rad), t: threshold }) },
    cells,
    !extra && h('span', { class: `thr p${threshold}` }),
    rad >= 0 && h('span', { class: `rad r${rad}` }),
  );
}

const AGREEMENT = {
  tp: ['eq', 'ok', 'TP'],
  tn: ['eq', 'ok', 'TN'],
  fp: ['neq', 'warn', 'FP'],
  fn: ['neq', 'odd', 'FN'],
  none: ['clock', 'dash', ''],
  open: ['info', 'dash', ''],
};

export function agreement(kind) {
  const [ico, look, short] = AGREEMENT[kind];
  return chip([t(`agree.${kind}`), short && h('abbr', {}, ` · ${short}`)], ico, look);
}

const WAITING = { none: 'clock', queued: 'clock', requeue: 'clock', processing: 'spin', error: 'warn', ignore: 'ban' };

/* A verdict without a number looks like the least of its kind. */
const look = r => band(r.ai >= 0 ? r.ai : r.positive ? r.threshold : 0);

/* Filled means positive and not reviewed: the one thing the eye should land on. */
export function mark(r) {
  if (!r.assessed || WAITING[r.status]) {
    const ico = WAITING[r.status] || 'info';
    return h('div', { class: 'mark' }, icon(ico, r.status === 'processing' ? 'spin' : ''));
  }
  const filled = r.positive && !r.reviewed ? ' fill' : '';
  return h('div', { class: `mark b${look(r)}${filled}` }, h('b', {}, r.ai < 0 ? '—' : r.ai), h('span', {}, t(r.positive ? 'sev.pos' : 'sev.neg')));
}

/* The number's word; without a number the verdict alone. */
const said = r => (r.ai < 0 && r.assessed ? t(r.positive ? 'sev.pos' : 'sev.neg') : word(r.ai));

export function severity(r) {
  const rad = r.rad.severity;
  return h(
    'div',
    { class: 'sev' },
    h('span', { class: 'v' }, t('sev.ai'), ' ', h('b', {}, r.ai < 0 ? '—' : r.ai), ' ', said(r)),
    scale(r.ai, rad, r.threshold),
    h('span', { class: 'v' }, t('sev.rad'), ' ', h('b', {}, rad < 0 ? '—' : rad), rad >= 0 && ` ${word(rad)}`),
    agreement(r.agree),
    r.elsewhere && h('p', { class: 'sm mut all' }, icon('info'), ' ', t('sev.elsewhere')),
  );
}

export function ageText(patient) {
  return patient.age < 0 ? t('age.unknown') : t('age', { n: patient.age });
}

export const sexText = patient => (patient.sex ? t(`sex.${patient.sex}`) : '');

export const seconds = value => num(value, 1);
