/* Keys for programs: what each may do, when it was used, making and revoking. */
import { h, btn, chip } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { get, post, send } from '../api.js';
import { note } from '../toast.js';
import { head, table, when, act, ask, tellSecret, renewable, empty, word } from './parts.js';

export async function keys({ title }) {
  const { box } = await renewable(async renew => {
    const { keys: all, grantable } = await get('/api/keys');

    async function revoke(key) {
      if (await ask(t('ad.k.ask', { name: key.name }), t('ad.k.revoke'))) {
        note((await send('DELETE', `/api/keys/${encodeURIComponent(key.id)}`)).message);
        await renew();
      }
    }

    const row = key =>
      h(
        'tr',
        { 'data-key-name': key.name },
        h('th', { scope: 'row' }, key.name),
        h('td', {}, key.actions.map(one => chip(word('ad.may', one)))),
        h('td', {}, key.masked ? chip(t('ad.masked'), 'mask') : t('ad.unmasked')),
        h('td', {}, when(key.created), key.created_by && h('div', { class: 'mut sm' }, key.created_by)),
        h('td', {}, when(key.last_used, t('ad.never'))),
        h('td', {}, key.expires ? when(key.expires) : t('ad.k.never')),
        h('td', {}, key.revoked ? [chip(t('ad.k.revoked'), 'ban', 'bad'), when(key.revoked)] : act(t('ad.k.revoke'), 'ban', () => revoke(key))),
      );

    const name = h('input', { name: 'name', required: true, autocomplete: 'off', maxlength: 64 });
    const days = h('input', { name: 'days', type: 'number', min: 1, max: 3650, placeholder: t('ad.k.never') });
    const masked = h('input', { name: 'masked', type: 'checkbox', checked: true });
    const boxes = grantable.map(one => h('input', { type: 'checkbox', name: 'action', value: one }));
    const form = h(
      'form',
      { class: 'row', id: 'add-key' },
      h('label', {}, t('ad.k.name'), name),
      h('label', {}, t('ad.k.days'), days),
      h('fieldset', { class: 'checks' }, h('legend', {}, t('ad.k.may')), boxes.map(one => h('label', {}, one, word('ad.may', one.value))), h('label', {}, masked, t('ad.k.masked'))),
      btn(t('ad.k.add'), 'key', '', { type: 'submit' }),
    );
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const body = { name: name.value.trim(), actions: boxes.filter(one => one.checked).map(one => one.value), masked: masked.checked };
      if (days.value) {
        body.expires_days = Number(days.value);
      }
      try {
        const answer = await post('/api/keys', body);
        await renew();
        tellSecret(t('ad.k.added'), t('ad.k.told', { name: answer.name }), answer.key);
      } catch (error) {
        note(t('say.failed', { m: error.message }), true);
      }
    });
    const heads = [['ad.k.name'], ['ad.k.may'], ['ad.k.sees'], ['ad.k.made'], ['ad.k.used'], ['ad.k.expires'], [null]];
    return [head(title, t('ad.k.count', { n: all.length })), form, all.length ? table(title, heads, all.map(row)) : empty(t('ad.k.none'))];
  });
  return { content: [box] };
}
