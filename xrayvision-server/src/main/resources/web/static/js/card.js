/* One reading as a card: who, pictures, AI beside radiologist, what can be done. Work in progress and problems are one line. */
import { h, icon, btn, chip } from '/static/login/dom.js';
import { t, siteTime, siteDay } from '/static/login/i18n.js';
import { mark, severity, projection, ageText, sexText, seconds } from './reading.js';
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
  const name = projection(view.extra.projection) || t('v.view', { n: index + 1 });
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

function waiting(r, ui) {
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

function actions(r, ui) {
  const again = ui.mayAskAgain && ['done', 'check', 'error', 'ignore', 'queued'].includes(r.status);
  const retry = r.status === 'error' || r.status === 'ignore';
  const ask = btn(t(retry ? 'act.retry' : 'act.again'), 'redo', 'quiet', { 'data-key': 'l', onclick: () => ui.again(r, ask) });
  return h(
    'div',
    { class: 'c-acts' },
    again && ask,
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
      !slim && r.lead.extra.detail && h('p', { class: 'sm mut' }, r.lead.extra.detail),
    ),
    actions(r, ui),
  );
}
