/*
 * One reading = the exams that one report answers: the same report id, else the same study and region, else the one exam.
 * The words for severity and agreement stand here and nowhere else.
 */
import { h, icon, chip } from '/static/login/dom.js';
import { t, num, has } from '/static/login/i18n.js';

/* Bands are for display only; positive is severity at or above the server's threshold. */
export const band = n => (n < 3 ? 0 : n < 5 ? 1 : n < 7 ? 2 : n < 9 ? 3 : 4);
export const word = n => {
  const step = n === 0 ? 0 : [1, 3, 5, 7, 9][band(n)];
  return n < 0 ? t('sev.na') : t(`sev.${step}`);
};

export const projection = name => (has(`proj.${name}`) ? t(`proj.${name}`) : name);

function keyOf(exam) {
  if (exam.report.rad.id) {
    return `report ${exam.report.rad.id}`;
  }
  return exam.exam.study && exam.exam.region ? `${exam.exam.study} ${exam.exam.region}` : exam.uid;
}

function reading(views, threshold) {
  const assessed = views.filter(view => view.report.ai.severity >= 0);
  const worst = (a, b) => (b.report.ai.severity > a.report.ai.severity ? b : a);
  const lead = assessed.length ? assessed.reduce(worst) : views[0];
  const ai = lead.report.ai.severity;
  const rad = lead.report.rad.severity;
  const positive = ai >= threshold;
  const reviewed = lead.report.reviewed === 1;
  const correct = lead.report.correct;
  const agree = correct === -1 ? 'none' : correct === 1 ? (positive ? 'tp' : 'tn') : positive ? 'fp' : 'fn';
  return {
    key: views[0].uid,
    views,
    lead,
    ai,
    rad,
    positive,
    reviewed,
    agree,
    threshold,
    status: lead.exam.status,
    read: views.some(view => view.report.ai.text),
    conflict: views.some(view => view.extra.conflict),
  };
}

/* In the order in which the server gave the exams. */
export function group(exams, threshold) {
  const groups = new Map();
  for (const exam of exams) {
    const key = keyOf(exam);
    groups.set(key, [...(groups.get(key) || []), exam]);
  }
  return [...groups.values()].map(views => reading(views.slice().reverse(), threshold));
}

/* AI as filled cells, the radiologist as a diamond, the threshold as a line; number and word always stand beside. */
export function scale(ai, rad, threshold, extra = '') {
  const said = n => (n < 0 ? t('sev.na') : n);
  const cells = Array.from({ length: 10 }, (_, i) => h('i', { class: i < ai ? `c${band(ai)}` : '' }));
  return h(
    'div',
    { class: `scale ${extra}`, role: 'img', 'aria-label': t('sev.aria', { a: said(ai), r: said(rad), t: threshold }) },
    cells,
    h('span', { class: `thr p${threshold}` }),
    rad >= 0 && h('span', { class: `rad r${rad}` }),
  );
}

const AGREEMENT = {
  tp: ['eq', 'ok', 'TP'],
  tn: ['eq', 'ok', 'TN'],
  fp: ['neq', 'warn', 'FP'],
  fn: ['neq', 'odd', 'FN'],
  none: ['clock', 'dash', ''],
};

export function agreement(kind) {
  const [ico, look, short] = AGREEMENT[kind];
  return chip([t(`agree.${kind}`), short && h('abbr', {}, ` · ${short}`)], ico, look);
}

const WAITING = { none: 'clock', queued: 'clock', requeue: 'clock', processing: 'spin', error: 'warn', ignore: 'ban' };

/* Filled means positive and not reviewed: the one thing the eye should land on. */
export function mark(r) {
  if (r.ai < 0 || WAITING[r.status]) {
    const ico = WAITING[r.status] || 'info';
    return h('div', { class: 'mark' }, icon(ico, r.status === 'processing' ? 'spin' : ''));
  }
  const look = `mark b${band(r.ai)}${r.positive && !r.reviewed ? ' fill' : ''}`;
  return h('div', { class: look }, h('b', {}, r.ai), h('span', {}, t(r.positive ? 'sev.pos' : 'sev.neg')));
}

export const severity = r =>
  h(
    'div',
    { class: 'sev' },
    h('span', { class: 'v' }, t('sev.ai'), ' ', h('b', {}, r.ai < 0 ? '—' : r.ai), ' ', word(r.ai)),
    scale(r.ai, r.rad, r.threshold),
    h('span', { class: 'v' }, t('sev.rad'), ' ', h('b', {}, r.rad < 0 ? '—' : r.rad), r.rad >= 0 && ` ${word(r.rad)}`),
    agreement(r.agree),
  );

export function ageText(patient) {
  return patient.age < 0 ? t('age.unknown') : t('age', { n: patient.age });
}

export const sexText = patient => (patient.sex ? t(`sex.${patient.sex}`) : '');

export const seconds = value => num(value, 1);
