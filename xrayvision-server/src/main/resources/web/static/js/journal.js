/* What happened to a reading's exams: when, by what or whom, and how long it took. */
import { h } from '/static/login/dom.js';
import { t, clock, day, dayAndTime, duration, has } from '/static/login/i18n.js';
import { get } from './api.js';
import { drawer } from './drawers.js';
import { mark, viewName } from './reading.js';

const HOT = ['error', 'failed', 'conflict', 'alerted', 'alert_failed', 'escalated'];
const PEOPLE = ['reviewed', 'withdrawn', 'requeue', 'requeued', 'acknowledged', 'viewed', 'picture', 'view', 'export', 'dicom', 'getrad'];
const dot = step => (HOT.includes(step) ? 'hot' : PEOPLE.includes(step) ? 'me' : '');

/* An older server tells events alone. */
const steps = ({ steps: told, journal: events }) => told || events.map(row => ({ at: row.at, step: row.kind, by: null, took: null, detail: row.payload }));

/* Names of facts are the program's; they are shown as they are, never parsed. */
const facts = detail => Object.entries(detail).map(([name, value]) => `${name.replaceAll('_', ' ')}: ${value}`);

function entry({ at, step, by, took, detail, view }) {
  const name = has(`j.${step}`) ? t(`j.${step}`) : step.replaceAll('_', ' ');
  return h(
    'li',
    { 'data-step': step },
    h('time', { datetime: at, title: dayAndTime(at) }, clock(at)),
    h('span', { class: `dot ${dot(step)}` }),
    h('div', {}, h('b', {}, name), h('p', {}, [view, by, ...facts(detail || {})].filter(Boolean).join(' · '))),
    h('span', { class: 'took' }, took != null && duration(took)),
  );
}

/* A day is named where it begins. */
function list(rows) {
  let last = null;
  return rows.flatMap(row => {
    const name = day(row.at);
    const first = name !== last;
    last = name;
    return [first && h('li', { class: 'day' }, name), entry(row)];
  });
}

export async function journal(r) {
  const answers = await Promise.all(r.views.map(view => get(`/api/exams/${view.uid}/journal`)));
  const several = r.views.length > 1;
  const rows = answers
    .flatMap((answer, i) => steps(answer).map(row => ({ ...row, view: several && viewName(r, r.views[i]) })))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const what = [r.lead.patient.name, r.lead.exam.protocol].filter(Boolean).join(' · ');
  drawer(t('j.title'), mark(r), h('p', { class: 'mut sm' }, what), rows.length ? h('ol', { class: 'tl' }, list(rows)) : h('p', { class: 'mut' }, t('j.none')));
}
