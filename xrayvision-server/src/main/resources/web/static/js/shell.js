/* What every page has: the bar on top with navigation and menu, the foot, what is said everywhere (masked, simulated, offline). */
import { h, icon, btn, $, memory } from '/static/login/dom.js';
import { load, t, lang, clock } from '/static/login/i18n.js';
import { get, post } from './api.js';
import { switches } from './notice.js';

const reload = (name, value) => {
  memory.set(name, value);
  location.reload();
};

const theme = () => document.documentElement.dataset.theme;
const otherTheme = () => (theme() === 'dark' ? 'light' : 'dark');

function themeButton() {
  const next = otherTheme();
  const label = `${t('theme')}: ${t(`theme.${next}`)}`;
  const turn = () => reload('theme', next);
  return h('button', { type: 'button', class: 'btn sq quiet only-l', id: 'theme', 'aria-label': label, title: label, onclick: turn }, icon(next === 'light' ? 'sun' : 'moon'));
}

function languages() {
  const one = id =>
    h('button', { type: 'button', lang: id, 'aria-pressed': String(id === lang), onclick: () => reload('lang', id) }, id.toUpperCase());
  return h('div', { class: 'seg', role: 'group', 'aria-label': t('lang') }, one('ro'), one('en'));
}

async function logout() {
  await post('/api/logout', {});
  memory.forget('views'); // they may hold names, and the next one here may be masked
  location.replace('/login.html');
}

export const keysAreOn = () => memory.get('keys') !== 'off';

/* The pages that the server has for this role. */
const links = (config, id) =>
  (config.PAGES || []).map(page => h('a', { href: page.path, 'aria-current': page.id === id && 'page' }, t(`nav.${page.id}`)));

function themes() {
  const chosen = memory.get('theme') || 'dark';
  const one = name =>
    h('button', { type: 'button', 'aria-pressed': String(name === chosen), 'data-theme-choice': name, onclick: () => reload('theme', name) }, t(`theme.${name}`));
  return h('div', { class: 'seg themes', role: 'group', 'aria-label': t('theme') }, ['dark', 'light', 'system'].map(one));
}

function menu(config, id, entries) {
  const name = config.USER_NAME;
  const nav = links(config, id);
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
      nav.length > 1 && h('nav', { class: 'only-s', 'aria-label': t('nav.main') }, nav, h('hr')),
      switches(),
      themes(),
      entries,
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

function draw(config, id, options) {
  const nav = links(config, id);
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
      nav.length > 1 && h('nav', { 'aria-label': t('nav.main') }, nav),
      h(
        'div',
        { class: 'tools' },
        options.live && h('span', { class: 'live off', id: 'live', role: 'status' }, t('live.off')),
        languages(),
        themeButton(),
        menu(config, id, options.menu?.(config)),
      ),
    ),
  );
  document.body.append(h('footer', { class: 'foot' }, h('span', {}, t('foot.note')), config.SIMULATED && h('span', { class: 'end' }, t('simulated.text'))));
}

/* What is said above every page's own content. */
function banners(config, live) {
  return [
    config.SIMULATED && h('div', { class: 'banner info', id: 'simulated' }, icon('info'), h('b', {}, t('simulated')), t('simulated.text')),
    config.MASKED && h('div', { class: 'banner info', id: 'masked' }, icon('mask'), t('mask.text')),
    live && h('div', { class: 'banner warn', id: 'offline', role: 'status', hidden: true }, icon('off'), h('span')),
  ].filter(Boolean);
}

/* An error in place of what could not be had; again() tries once more. */
export function failure(error, again, title = t('err.title')) {
  return h(
    'div',
    { class: 'nil', role: 'alert' },
    icon('off'),
    h('h2', {}, title),
    h('p', {}, t('err.text', { m: error.message.replace(/\.$/, '') })),
    again && h('div', { class: 'row' }, btn(t('err.retry'), 'redo', 'pri', { onclick: again })),
  );
}

/* An empty state: what is not there, and what can be done about it. */
export const nothing = (title, text, ...kids) =>
  h('div', { class: 'nil' }, icon('film'), h('h2', {}, title), h('p', {}, text), kids.length > 0 && h('div', { class: 'row' }, kids));

/*
 * Makes the page around #main. id: as in the server's list of pages. options.live: whether online() will be told of a connection;
 * options.menu(config): entries of this page in the account menu.
 */
export async function openPage(id, options = {}) {
  await load();
  const main = $('#main');
  const config = await get('/api/config').catch(error => {
    main.append(failure(error, () => location.reload(), t('err.page')));
    throw error;
  });
  draw(config, id, options);
  document.title = `${t(`nav.${id}`)} · XRayVision`;
  main.append(h('h1', { class: 'vh' }, t(`nav.${id}`)), ...banners(config, options.live));
  const granted = new Set(config.MAY);
  return { config, main, may: action => granted.has(action) };
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
