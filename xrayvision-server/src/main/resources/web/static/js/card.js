/* One reading as a card: who, pictures, AI beside radiologist, what can be done. Work in progress and problems are one line. */
import { h, icon, btn, chip, $$ } from '/static/login/dom.js';
import { t, siteTime, siteDay, clock, dayAndTime } from '/static/login/i18n.js';
import { mark, severity, projection, viewName, strays, ageText, sexText, seconds } from './reading.js';
import { aiPart, radPart } from './report.js';
import { regionName } from './filters.js';

const when = exam =>
  h('time', { datetime: exam.created.replace(' ', 'T') }, siteDay(exam.created), ' ', siteTime(exam.created));

function identity(patient, masked) {
  if (!patient.cnp) {
    return '';
  }
  const id = patient.id ? ` · ${t('pt.id')} ${patient.id}` : '';
  return ` · ${t(masked ? 'pt.pseudo' : 'pt.cnp')} ${patient.cnp}${id}`;
}

function who(r, masked) {
  const { patient, exam } = r.lead;
  const projections = r.views.map(view => projection(view.extra.projection)).filter(Boolean);
  return h(
    'div',
    { class: 'who' },
    h('h2', { class: 'n' }, patient.name || t('noname'), ' ', h('span', {}, [sexText(patient), ageText(patient)].filter(Boolean).join(' · '))),
    h(
      'div',
      { class: 'e' },
      h('b', {}, exam.protocol),
      exam.region && ` · ${regionName(exam.region)}`,
      projections.length > 0 && ` · ${projections.join(' + ')}`,
      h('span', { class: 'only-l' }, identity(patient, masked)),
    ),
  );
}

function picture(r, view, index, open) {
  const name = viewName(r, view);
  if (view.exam.status === 'none' || view.extra.picture === false) {
    return h('div', { class: 'pic' }, h('span', { class: 'wait sm' }, t('st.nopic')));
  }
  const image = h('img', { src: `/images/${view.uid}.png`, alt: '', loading: 'lazy', decoding: 'async' });
  const frame = h('button', { type: 'button', class: 'pic', 'aria-label': t('view', { p: name }), onclick: () => open(r, index) }, image, h('span', {}, name));
  image.addEventListener('error', () => frame.replaceWith(h('div', { class: 'pic' }, h('span', { class: 'wait sm' }, t('st.nopic')))));
  return frame;
}

const CHIPS = {
  none: ['clock', ''],
  queued: ['clock', ''],
  requeue: ['clock', ''],
  processing: ['spin', 'info'],
  check: ['clock', 'info'],
  error: ['warn', 'bad'],
  ignore: ['ban', 'dash'],
};

/* An alert that nobody has seen yet is the button's to say. */
const acknowledged = alert =>
  alert?.acknowledged &&
  chip(`${t('st.acked')} ${clock(alert.acknowledged.at)}`, 'check', '', {
    title: t('st.acked.by', { by: alert.acknowledged.by || t('noname'), at: dayAndTime(alert.acknowledged.at) }),
  });

/* A place in the queue is only known where the server counted it. */
const stateName = r => {
  const place = r.lead.extra.queue?.place;
  return place ? t('st.place', { s: t(`st.${r.status}`), n: place }) : t(`st.${r.status}`);
};

/* A report that was assessed counts as a review: who took his own back still sees that there is one. */
const reviewed = r => t(!r.review && (r.rad.text || r.rad.severity >= 0) ? 'st.reported' : 'st.reviewed');

export const stateChips = r => [
  acknowledged(r.alert),
  r.conflict && chip(t('st.conflict'), 'split', 'warn', { title: t('conflict.text') }),
  CHIPS[r.status] && chip(stateName(r), ...CHIPS[r.status]),
  r.status === 'done' && r.reviewed && chip(reviewed(r), 'check'),
  r.status === 'done' && !r.reviewed && r.positive && chip(t('st.new'), null, 'info'),
];

/* How long the model has been at it; the work list counts on by itself (see tick). */
function underWay(progress, usual) {
  const words = h('p', { 'data-from': Date.now() - progress.elapsed * 1000, 'data-endpoint': progress.endpoint });
  const bar = usual > 0 && h('progress', { max: usual, value: Math.min(progress.elapsed, usual), 'aria-label': t('st.processing') });
  const part = h('div', { class: 'under-way' }, words, bar);
  tick(part);
  return part;
}

/* Draws the seconds that have gone by anew. */
export function tick(root) {
  for (const words of $$('[data-from]', root)) {
    const gone = (Date.now() - Number(words.dataset.from)) / 1000;
    const { endpoint } = words.dataset;
    words.textContent = t(endpoint ? 'st.asked.of' : 'st.asked', { s: Math.round(gone), e: endpoint });
    const bar = words.nextElementSibling;
    if (bar) {
      bar.value = Math.min(gone, bar.max);
    }
  }
}

/* What is said of a reading that no view of was read yet. */
export function waiting(r, ui) {
  const { exam, extra } = r.lead;
  const usual = extra.progress?.usual || ui.usualSeconds();
  const about = extra.queue?.about;
  const gaveUp = extra.since ? t('st.attempts.at', { n: extra.attempts, at: dayAndTime(extra.since) }) : t('st.attempts', { n: extra.attempts });
  return [
    h('div', { class: 'st-row' }, stateChips(r), when(exam)),
    extra.progress && underWay(extra.progress, usual),
    about != null && h('p', {}, t('st.about', { s: Math.round(about) })),
    r.status === 'processing' && usual > 0 && h('p', {}, t('st.usual', { s: seconds(usual) })),
    r.status === 'none' && h('p', {}, t('st.none')),
    r.status === 'error' && extra.attempts > 0 && h('p', {}, h('b', {}, gaveUp)),
    extra.detail && h('p', { class: 'mut' }, extra.detail),
  ];
}

/* From where another look can be asked for. */
const CAN_GO_AGAIN = ['done', 'check', 'error', 'ignore', 'queued'];
const isFailed = view => view.exam.status === 'error' || view.exam.status === 'ignore';

function askAgain(r, views, ui, key, name) {
  const able = views.filter(view => CAN_GO_AGAIN.includes(view.exam.status));
  if (!ui.may('LOOK_AGAIN') || !able.length) {
    return null;
  }
  const label = t(able.every(isFailed) ? 'act.retry' : 'act.again');
  const ask = btn(label, 'redo', 'quiet', { 'data-key': key, 'aria-label': name && `${label}: ${name}`, onclick: () => ui.again(r, able, ask) });
  return ask;
}

/* One line for each view that stands otherwise than the rest: a failed view must not hide behind one that was read. */
export function strayLines(r, ui) {
  const line = view => {
    const [ico, look] = CHIPS[view.exam.status] || ['check', ''];
    return h(
      'li',
      { 'data-view': view.uid, 'data-status': view.exam.status },
      h('b', {}, viewName(r, view)),
      chip(t(`st.${view.exam.status}`), ico, look),
      h('span', { class: 'why' }, view.extra.detail),
      ui && askAgain(r, [view], ui, `again ${view.uid}`, viewName(r, view)),
    );
  };
  const lines = strays(r).map(line);
  return lines.length > 0 && h('ul', { class: 'strays' }, lines);
}

/* A verdict once more takes it back, as undo does. */
export function verdict(r, ui) {
  const given = r.review;
  const press = normal => () => ui.review(r, given && given.normal === normal ? null : normal);
  const button = (normal, name, ico, look, key) =>
    btn(t(name), ico, look, { 'data-key': key, 'aria-pressed': String(given !== null && given.normal === normal), onclick: press(normal) });
  return [
    h('span', { class: 'ask' }, given ? t('act.by', { by: given.by || t('noname'), at: dayAndTime(given.at) }) : t('act.ask')),
    h(
      'span',
      { class: 'verdict row', role: 'group', 'aria-label': t('act.ask') },
      button(true, 'act.normal', 'check', 'yes', 'n'),
      button(false, 'act.abnormal', 'warn', 'no', 'a'),
    ),
    given && btn(t('act.undo'), 'undo', 'quiet', { 'data-key': 'u', onclick: () => ui.review(r, null) }),
  ];
}

const CAN_FETCH = ['done', 'check'];

function fetchReport(r, ui) {
  const able = r.views.filter(view => CAN_FETCH.includes(view.exam.status));
  if (!able.length) {
    return null;
  }
  const ask = btn(t('act.fetch'), 'down', 'quiet', { 'data-key': 'f', onclick: () => ui.fetch(r, able, ask) });
  return ask;
}

/* Strong by contrast, not by colour: it is the first thing to do. */
function acknowledge(r, ui) {
  return (
    r.alert &&
    !r.alert.acknowledged &&
    ui.may('ACKNOWLEDGE') &&
    btn(t('act.ack'), 'bell', 'alert', { 'data-key': 'x', onclick: event => ui.acknowledge(r, event.currentTarget) })
  );
}

function actions(r, ui) {
  return h(
    'div',
    { class: 'c-acts' },
    acknowledge(r, ui),
    ui.may('REVIEW') && r.read && verdict(r, ui),
    ui.may('FETCH_REPORTS') && r.read && fetchReport(r, ui),
    askAgain(r, r.views, ui, 'l'),
    r.read && btn(t('act.copy'), 'copy', 'quiet', { 'data-key': 'c', onclick: () => ui.copy(r) }),
    h(
      'span',
      { class: 'row end' },
      r.read && ui.may('SEE_RUNS') && btn(t('act.runs'), 'cmp', 'quiet', { 'data-key': 'runs', onclick: () => ui.runs(r) }),
      btn(t('act.journal'), 'list', 'quiet', { 'data-key': 'o', onclick: () => ui.journal(r) }),
    ),
  );
}

/* Why the alert could not be sent is told where the finding stands. */
const unsent = r => r.alert?.problem && h('p', { class: 'sm mut why all' }, icon('warn'), ' ', t('st.unsent', { m: r.alert.problem }));

/* When objects with the same UID came, where the server tells. */
function conflicts(r) {
  const times = r.views.flatMap(view => view.extra.conflicts || []).map(dayAndTime);
  return r.conflict && h('p', { class: 'conf sm' }, icon('split'), ' ', t('conflict.text'), times.length > 0 && ` (${times.join('; ')})`);
}

export function card(r, ui) {
  const slim = !r.read;
  const { patient, exam } = r.lead;
  return h(
    'article',
    {
      class: `card${slim ? ' slim' : ''}${r.positive && !r.reviewed ? ' new' : ''}`,
      tabindex: 0,
      'data-key': r.key,
      'data-status': r.status,
      'aria-label': `${patient.name || t('noname')}, ${exam.protocol}`,
    },
    h('div', { class: 'c-head' }, mark(r), who(r, ui.masked), h('div', { class: 'meta' }, stateChips(r), when(exam))),
    h('div', { class: 'pics' }, r.views.map((view, index) => picture(r, view, index, ui.view))),
    h(
      'div',
      { class: 'c-body' },
      slim ? waiting(r, ui) : [severity(r), aiPart(r), radPart(r)],
      conflicts(r),
      unsent(r),
      !slim && r.lead.extra.detail && h('p', { class: 'sm mut why all' }, r.lead.extra.detail),
      strayLines(r, ui),
    ),
    actions(r, ui),
  );
}
