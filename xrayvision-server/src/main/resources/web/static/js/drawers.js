/* What slides in from the side: what was not taken, what could not be fetched, the keys. */
import { h, iconBtn } from '/static/login/dom.js';
import { t, clock, dayAndTime } from '/static/login/i18n.js';
import { get } from './api.js';

/* Keeps the focus until it is closed; then it goes back to where it was. */
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
  ['x', 'act.ack'],
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
