/* Who may log in: adding, roles, new passwords, unlocking, ending sessions, deleting. */
import { h, btn, chip } from '/static/login/dom.js';
import { t, num } from '/static/login/i18n.js';
import { get, post, send } from '../api.js';
import { note } from '../toast.js';
import { head, table, when, act, ask, tellSecret, renewable, empty, word } from './parts.js';

const ROLES = ['user', 'viewer', 'radiologist', 'admin'];
const MASKED = ['user', 'viewer'];
const path = name => `/api/users/${encodeURIComponent(name)}`;

function signs(user) {
  return [
    MASKED.includes(user.role) && chip(t('ad.masked'), 'mask'),
    !user.enabled && chip(t('ad.u.disabled'), 'ban', 'bad'),
    user.locked && chip(t('ad.u.locked'), 'clock', 'warn'),
    user.must_change && chip(t('ad.u.must'), 'key', 'dash'),
    user.external && chip(t('ad.u.external'), 'link', 'info'),
  ].filter(Boolean);
}

export async function users({ config, title }) {
  const { box } = await renewable(async renew => {
    const all = (await get('/api/users')).users;

    async function change(user, body, done) {
      const answer = await send('PATCH', path(user.name), body);
      note(answer.message || done);
      await renew();
      return answer;
    }

    async function newPassword(user) {
      if (await ask(t('ad.u.ask.password', { name: user.name }), t('ad.u.password'))) {
        const answer = await change(user, { reset_password: true });
        tellSecret(t('ad.u.password'), t('ad.u.told', { name: user.name }), answer.password);
      }
    }

    async function endSessions(user) {
      if (await ask(t('ad.u.ask.end', { name: user.name }), t('ad.u.end'))) {
        note((await send('DELETE', `/api/sessions?user=${encodeURIComponent(user.name)}`)).message);
        await renew();
      }
    }

    async function enable(user, enabled) {
      if (enabled || (await ask(t('ad.u.ask.disable', { name: user.name }), t('ad.u.disable')))) {
        await change(user, { enabled });
      }
    }

    async function erase(user) {
      if (await ask(t('ad.u.ask.delete', { name: user.name }), t('ad.u.delete'))) {
        note((await send('DELETE', path(user.name))).message);
        await renew();
      }
    }

    function role(user) {
      if (user.name === config.USER_NAME || user.external) {
        return word('ad.role', user.role);
      }
      const choice = h('select', { 'aria-label': t('ad.u.role.of', { name: user.name }) }, ROLES.map(one => h('option', { value: one, selected: one === user.role }, word('ad.role', one))));
      choice.addEventListener('change', async () => {
        try {
          if (user.sessions === 0 || (await ask(t('ad.u.ask.role', { name: user.name }), t('ad.u.role.change')))) {
            await change(user, { role: choice.value });
            return;
          }
        } catch (error) {
          note(t('say.failed', { m: error.message }), true);
        }
        choice.value = user.role;
      });
      return choice;
    }

    function row(user) {
      const own = user.name === config.USER_NAME;
      const acts = [
        !user.external && !own && act(t('ad.u.password'), 'key', () => newPassword(user)),
        user.locked && act(t('ad.u.unlock'), null, () => change(user, { unlock: true })),
        user.sessions > 0 && !own && act(t('ad.u.end'), 'off', () => endSessions(user)),
        !own && (user.enabled ? act(t('ad.u.disable'), 'ban', () => enable(user, false)) : act(t('ad.u.enable'), 'check', () => enable(user, true))),
        !own && act(t('ad.u.delete'), 'x', () => erase(user)),
      ].filter(Boolean);
      return h(
        'tr',
        { 'data-user': user.name },
        h('th', { scope: 'row' }, user.name),
        h('td', {}, role(user)),
        h('td', {}, signs(user)),
        h('td', {}, when(user.last_login, t('ad.never'))),
        h('td', { class: 'r' }, num(user.sessions)),
        h('td', {}, h('div', { class: 'acts' }, acts)),
      );
    }

    const name = h('input', { name: 'name', required: true, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: 64 });
    const roles = h('select', { name: 'role' }, ROLES.map(one => h('option', { value: one }, word('ad.role', one))));
    const form = h('form', { class: 'row', id: 'add-user' }, h('label', {}, t('ad.u.name'), name), h('label', {}, t('ad.u.role'), roles), btn(t('ad.u.add'), 'user', '', { type: 'submit' }));
    form.addEventListener('submit', async event => {
      event.preventDefault();
      try {
        const answer = await post('/api/users', { name: name.value.trim(), role: roles.value });
        await renew();
        tellSecret(t('ad.u.added'), t('ad.u.told', { name: answer.name }), answer.password);
      } catch (error) {
        note(t('say.failed', { m: error.message }), true);
      }
    });
    const inside = all.reduce((sum, user) => sum + (user.sessions > 0 ? 1 : 0), 0);
    return [
      head(title, t('ad.u.count', { n: all.length, in: num(inside) })),
      form,
      all.length ? table(title, [['ad.u.name'], ['ad.u.role'], ['ad.u.state'], ['ad.u.last'], ['ad.sessions', 'r'], [null]], all.map(row)) : empty(t('ad.u.none')),
    ];
  });
  return { content: [box] };
}
