/* One reading as a card: who, pictures, AI beside radiologist, what can be done. Work in progress and problems are one line. */
import { h, icon, btn, chip } from '/static/login/dom.js';
import { t, siteTime, siteDay, dayAndTime } from '/static/login/i18n.js';
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
  if (view.exam.status === 'none') {
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

const stateChips = r => [
  r.conflict && chip(t('st.conflict'), 'split', 'warn', { title: t('conflict.text') }),
  CHIPS[r.status] && chip(t(`st.${r.status}`), ...CHIPS[r.status]),
  r.status === 'done' && r.reviewed && chip(t('st.reviewed'), 'check'),
  r.status === 'done' && !r.reviewed && r.positive && chip(t('st.new'), null, 'info'),
];

/* What is said of a reading that no view of was read yet. */
export function waiting(r, ui) {
  const { exam, extra } = r.lead;
  const usual = ui.usualSeconds();
  return [
    h('div', { class: 'st-row' }, stateChips(r), when(exam)),
    r.status === 'processing' && usual > 0 && h('p', {}, t('st.usual', { s: seconds(usual) })),
    r.status === 'none' && h('p', {}, t('st.none')),
    r.status === 'error' && extra.attempts > 0 && h('p', {}, h('b', {}, t('st.attempts', { n: extra.attempts }))),
    extra.detail && h('p', { class: 'mut' }, extra.detail),
  ];
}

/* From where another look can be asked for. */
const CAN_GO_AGAIN = ['done', 'check', 'error', 'ignore', 'queued'];
const isFailed = view => view.exam.status === 'error' || view.exam.status === 'ignore';

function askAgain(views, ui, key, name) {
  const able = views.filter(view => CAN_GO_AGAIN.includes(view.exam.status));
  if (!ui.mayAskAgain || !able.length) {
    return null;
  }
  const label = t(able.every(isFailed) ? 'act.retry' : 'act.again');
  const ask = btn(label, 'redo', 'quiet', { 'data-key': key, 'aria-label': name && `${label}: ${name}`, onclick: () => ui.again(able, ask) });
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
      ui && askAgain([view], ui, `again ${view.uid}`, viewName(r, view)),
    );
  };
  const lines = strays(r).map(line);
  return lines.length > 0 && h('ul', { class: 'strays' }, lines);
}

/* A verdict once more takes it back, as undo does. */
function verdict(r, ui) {
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
  const ask = btn(t('act.fetch'), 'down', 'quiet', { 'data-key': 'f', onclick: () => ui.fetch(able, ask) });
  return ask;
}

function actions(r, ui) {
  return h(
    'div',
    { class: 'c-acts' },
    ui.mayReview && r.read && verdict(r, ui),
    ui.mayReview && r.read && fetchReport(r, ui),
    askAgain(r.views, ui, 'l'),
    r.read && btn(t('act.copy'), 'copy', 'quiet', { 'data-key': 'c', onclick: () => ui.copy(r) }),
    btn(t('act.journal'), 'list', 'quiet end', { 'data-key': 'o', onclick: () => ui.journal(r) }),
  );
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
      r.conflict && h('p', { class: 'conf sm' }, icon('split'), ' ', t('conflict.text')),
      !slim && r.lead.extra.detail && h('p', { class: 'sm mut why all' }, r.lead.extra.detail),
      strayLines(r, ui),
    ),
    actions(r, ui),
  );
}
