/* Who is logged in, from where, and ending that. */
import { h, chip } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { get, send } from '../api.js';
import { note } from '../toast.js';
import { head, table, when, act, ask, renewable, empty, word } from './parts.js';

export async function sessions({ title }) {
  const { box } = await renewable(async renew => {
    const all = (await get('/api/sessions?all=yes')).sessions;

    async function end(session) {
      if (await ask(t('ad.s.ask', { name: session.user }), t('ad.s.end'))) {
        note((await send('DELETE', `/api/sessions/${encodeURIComponent(session.id)}`)).message);
        await renew();
      }
    }

    const row = one =>
      h(
        'tr',
        { 'data-session': one.user },
        h('th', { scope: 'row' }, one.user),
        h('td', {}, word('ad.role', one.role)),
        h('td', { class: 'mono' }, one.address),
        h('td', {}, when(one.created)),
        h('td', {}, when(one.last_seen)),
        h('td', {}, when(one.expires)),
        h('td', {}, one.current ? chip(t('ad.s.this'), 'check', 'info') : act(t('ad.s.end'), 'off', () => end(one))),
      );
    return [
      head(title, t('ad.s.count', { n: all.length })),
      all.length ? table(title, [['ad.u.name'], ['ad.u.role'], ['ad.s.from'], ['ad.s.begun'], ['ad.s.seen'], ['ad.s.expires'], [null]], all.map(row)) : empty(t('ad.s.none')),
    ];
  });
  return { content: [box] };
}
