/* The bar on top, the foot below, and what is said on every page: masked, simulated, offline. */
import { h, icon, $, memory } from '/static/login/dom.js';
import { t, lang, clock } from '/static/login/i18n.js';
import { post } from './api.js';

const reload = (name, value) => {
  memory.set(name, value);
  location.reload();
};

function themeButton() {
  const next = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
  const label = `${t('theme')}: ${t(`theme.${next}`)}`;
  const turn = () => reload('theme', next);
  return h('button', { type: 'button', class: 'btn sq quiet', id: 'theme', 'aria-label': label, title: label, onclick: turn }, icon(next === 'light' ? 'sun' : 'moon'));
}

function languages() {
  const one = id =>
    h('button', { type: 'button', lang: id, 'aria-pressed': String(id === lang), onclick: () => reload('lang', id) }, id.toUpperCase());
  return h('div', { class: 'seg', role: 'group', 'aria-label': t('lang') }, one('ro'), one('en'));
}

async function logout() {
  await post('/api/logout', {});
  location.replace('/login.html');
}

export const keysAreOn = () => memory.get('keys') !== 'off';

function keysSwitch() {
  const state = h('span', { class: 'end mut sm' }, t(keysAreOn() ? 'on' : 'off'));
  const button = h(
    'button',
    {
      type: 'button',
      'aria-pressed': String(keysAreOn()),
      onclick: () => {
        memory.set('keys', keysAreOn() ? 'off' : 'on');
        button.setAttribute('aria-pressed', String(keysAreOn()));
        state.textContent = t(keysAreOn() ? 'on' : 'off');
      },
    },
    icon('key'),
    t('user.keys'),
    state,
  );
  return button;
}

function menu(config, open) {
  const name = config.USER_NAME;
  const details = h(
    'details',
    { class: 'menu' },
    h(
      'summary',
      { class: 'btn quiet', 'aria-label': `${t('user.menu')}: ${name}` },
      icon(config.MASKED ? 'mask' : 'user'),
      h('span', { class: 'only-l' }, name),
    ),
    h(
      'div',
      { class: 'pop' },
      h('div', { class: 'h' }, `${name} · ${t(`role.${config.USER_ROLE}`)}`),
      keysSwitch(),
      config.USER_ROLE === 'admin' && h('button', { type: 'button', id: 'plugins', onclick: open.plugins }, icon('gear'), t('user.plugins')),
      h('hr'),
      h('a', { href: '/login.html?change=1', id: 'password' }, icon('key'), t('user.password')),
      h('button', { type: 'button', id: 'logout', onclick: logout }, icon('off'), t('user.logout')),
    ),
  );
  document.addEventListener('click', event => {
    if (!details.contains(event.target)) {
      details.open = false;
    }
  });
  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && details.open) {
      details.open = false;
      $('summary', details).focus();
    }
  });
  return details;
}

/* open: what the menu leads to. */
export function shell(config, open) {
  document.body.prepend(
    h('a', { class: 'skip', href: '#main' }, t('skip')),
    h(
      'header',
      { class: 'top' },
      h(
        'a',
        { class: 'brand', href: '/', 'data-go': '', 'aria-label': 'XRayVision' },
        h('img', { src: '/static/login/logo.svg', width: 24, height: 24, alt: '' }),
        h('span', {}, 'XRayVision'),
      ),
      h('div', { class: 'tools' }, h('span', { class: 'live off', id: 'live', role: 'status' }, t('live.off')), languages(), themeButton(), menu(config, open)),
    ),
  );
  document.body.append(h('footer', { class: 'foot' }, h('span', {}, t('foot.note')), config.SIMULATED && h('span', { class: 'end' }, config.SIMULATED)));
}

export function banners(config) {
  return [
    config.SIMULATED && h('div', { class: 'banner info', id: 'simulated' }, icon('info'), h('b', {}, t('simulated')), config.SIMULATED),
    config.MASKED && h('div', { class: 'banner info', id: 'masked' }, icon('mask'), t('mask.text')),
    h('div', { class: 'banner warn', id: 'offline', role: 'status', hidden: true }, icon('off'), h('span')),
  ];
}

export function online(yes) {
  const sign = $('#live');
  sign.classList.toggle('off', !yes);
  sign.textContent = t(yes ? 'live.on' : 'live.off');
  const banner = $('#offline');
  if (!yes && banner.hidden) {
    $('span', banner).textContent = t('off.text', { at: clock(new Date()) });
  }
  banner.hidden = yes;
}
