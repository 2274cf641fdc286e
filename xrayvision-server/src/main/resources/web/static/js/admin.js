/* Admin: one panel at a time, chosen by the address, loaded when it is opened. */
import { h, $ } from '/static/login/dom.js';
import { t } from '/static/login/i18n.js';
import { openPage, failure } from './shell.js';
import { users } from './admin/users.js';
import { roles } from './admin/roles.js';
import { sessions } from './admin/sessions.js';
import { keys } from './admin/keys.js';
import { audit } from './admin/audit.js';
import { configuration } from './admin/configuration.js';
import { queue } from './admin/queue.js';
import { regions } from './admin/regions.js';

const TABS = { users, roles, sessions, keys, audit, config: configuration, queue, regions };

const { config, main, may } = await openPage('admin');
const NEEDS = { users: 'MANAGE_USERS', roles: 'MANAGE_USERS', sessions: 'MANAGE_USERS', keys: 'MANAGE_KEYS', audit: 'SEE_AUDIT' };
const ids = Object.keys(TABS).filter(id => may(NEEDS[id] || 'MANAGE_QUEUE'));
const panel = h('div', { id: 'panel' });
const tabs = h('nav', { class: 'tabs', 'aria-label': t('nav.admin') }, ids.map(id => h('a', { href: `#${id}`, 'data-tab': id }, t(`ad.${id}`))));
main.append(h('div', { class: 'p-head' }, h('h2', {}, t('nav.admin'))), tabs, panel);

let leave = () => {};
let opened = 0;

async function open() {
  const id = ids.includes(location.hash.slice(1)) ? location.hash.slice(1) : ids[0];
  const number = ++opened;
  leave();
  leave = () => {};
  for (const tab of tabs.children) {
    if (tab.dataset.tab === id) {
      tab.setAttribute('aria-current', 'page');
    } else {
      tab.removeAttribute('aria-current');
    }
  }
  const section = h('section', { class: 'panel', 'aria-labelledby': 'panel-title', 'aria-busy': 'true' }, h('div', { class: 'h' }, h('h2', { id: 'panel-title' }, t(`ad.${id}`))), h('p', { class: 'mut', role: 'status' }, t('ad.loading')));
  panel.replaceChildren(section);
  try {
    const made = await TABS[id]({ config, title: t(`ad.${id}`) });
    if (number === opened) {
      section.replaceChildren(...made.content);
      section.removeAttribute('aria-busy');
      leave = made.leave || leave;
    } else {
      made.leave?.();
    }
  } catch (error) {
    if (number === opened) {
      section.removeAttribute('aria-busy');
      section.replaceChildren(failure(error, open, t('ad.failed')));
    }
  }
}

window.addEventListener('hashchange', open);
await open();
$('#panel').dataset.ready = 'yes';
