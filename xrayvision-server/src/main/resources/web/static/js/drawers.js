/* What slides in from the side: an exam's journal, what was not taken, the keys. */
import { h, iconBtn } from '/static/login/dom.js';
import { t, clock, dayAndTime, has } from '/static/login/i18n.js';
import { get } from './api.js';
import { mark } from './reading.js';

export function drawer(title, head, ...content) {
  const dialog = h(
    'dialog',
    { class: 'drawer', 'aria-label': title },
    h('header', {}, head, h('h2', {}, title), iconBtn(t('close'), 'x', 'end', { onclick: () => dialog.close() })),
    h('div', {}, content),
  );
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

const LOOK = { error: 'hot', conflict: 'hot', requeue: 'me' };

/* Names of a payload's facts are the program's; they are shown as they are, never parsed. */
const facts = payload =>
  Object.entries(payload)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${value}`)
    .join(' · ');

function entry(row) {
  const name = has(`j.${row.kind}`) ? t(`j.${row.kind}`) : row.kind;
  return h(
    'li',
    {},
    h('time', { datetime: row.at, title: dayAndTime(row.at) }, clock(row.at)),
    h('span', { class: `dot ${LOOK[row.kind] || ''}` }),
    h('div', {}, h('b', {}, name), h('p', {}, facts(row.payload))),
    h('span', { class: 'took' }),
  );
}

export async function journal(r) {
  const answers = await Promise.all(r.views.map(view => get(`/api/exams/${view.uid}/journal`)));
  const rows = answers.flatMap(answer => answer.journal).sort((a, b) => a.seq - b.seq);
  drawer(t('j.title'), mark(r), h('p', { class: 'mut sm' }, r.lead.exam.protocol), h('ol', { class: 'tl' }, rows.map(entry)));
}

export async function refusals() {
  const { refusals: rows } = await get('/api/refusals');
  const item = row =>
    h(
      'li',
      {},
      h('time', { datetime: row.at, title: dayAndTime(row.at) }, clock(row.at)),
      h('span', { class: 'dot hot' }),
      h('div', {}, h('b', {}, `${row.status} · ${row.ae_title || row.peer || ''}`), h('p', {}, row.reason), h('p', { class: 'xs' }, dayAndTime(row.at))),
      h('span', { class: 'took' }),
    );
  const list = rows.length ? h('ol', { class: 'tl' }, rows.map(item)) : h('p', {}, t('refusals.none'));
  drawer(t('refusals.title'), null, h('p', { class: 'mut sm' }, t('refusals.note')), list);
}

export async function unfetched() {
  const { failures: rows } = await get('/api/retrievals');
  const item = row =>
    h(
      'li',
      {},
      h('time', { datetime: row.updated, title: dayAndTime(row.updated) }, clock(row.updated)),
      h('span', { class: `dot ${row.again ? '' : 'hot'}` }),
      h(
        'div',
        {},
        h('b', {}, [row.pacs, t('retr.attempts', { n: row.attempts }), row.again && t('retr.again', { at: clock(row.again) })].filter(Boolean).join(' · ')),
        h('p', {}, row.error),
        h('p', { class: 'xs mono' }, row.study),
      ),
      h('span', { class: 'took' }),
    );
  const list = rows.length ? h('ol', { class: 'tl' }, rows.map(item)) : h('p', {}, t('retr.none'));
  drawer(t('retr.title'), null, h('p', { class: 'mut sm' }, t('retr.note')), list);
}

const KEYS = [
  ['j / k', 'k.move'],
  ['Enter', 'k.open'],
  ['n', 'act.normal'],
  ['a', 'act.abnormal'],
  ['u', 'act.undo'],
  ['l', 'act.again'],
  ['f', 'act.fetch'],
  ['c', 'act.copy'],
  ['o', 'act.journal'],
  ['/', 'f.search'],
  ['?', 'v.keys'],
];

export function keys() {
  const rows = KEYS.map(([key, name]) => [h('dt', {}, h('kbd', {}, key)), h('dd', {}, t(name))]);
  drawer(t('v.keys'), null, h('p', { class: 'mut' }, t('k.note')), h('dl', { class: 'kv mt' }, rows));
}
