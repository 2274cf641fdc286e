/* Who may do what: the server's own table. */
import { h, icon } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { get } from '../api.js';
import { head, word } from './parts.js';

export async function roles({ title }) {
  const { roles: names, masked, actions } = await get('/api/roles');
  const cell = allowed => h('td', { 'data-allowed': String(allowed) }, allowed ? [icon('check'), h('span', { class: 'vh' }, t('f.yes'))] : h('span', { class: 'na' }, '–', h('span', { class: 'vh' }, t('f.no'))));
  const sees = role => (masked[role] == null ? t('ad.r.bykey') : t(masked[role] ? 'ad.masked' : 'ad.unmasked'));
  const rows = actions.map(one =>
    h('tr', { 'data-action': one.action }, h('th', { scope: 'row' }, word('ad.may', one.action)), names.map(role => (role === 'service' ? h('td', { 'data-allowed': 'key' }, one.key ? t('ad.r.ifgranted') : h('span', { class: 'na' }, '–')) : cell(one.roles.includes(role))))),
  );
  const seen = h('tr', {}, h('th', { scope: 'row' }, t('ad.r.sees')), names.map(role => h('td', {}, sees(role))));
  const table = h(
    'div',
    { class: 'tw', tabindex: 0, role: 'region', 'aria-label': title },
    h('table', { class: 'd matrix' }, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, t('ad.r.action')), names.map(role => h('th', { scope: 'col' }, word('ad.role', role))))), h('tbody', {}, seen, rows)),
  );
  return { content: [head(title, t('ad.r.note')), table] };
}
