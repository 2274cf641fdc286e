/* For admins: which plugins there are, what they are named for, and how their endpoints are. */
import { h, chip } from '/static/login/dom.js';
import { t, dayAndTime, has } from '/static/login/i18n.js';
import { get } from './api.js';
import { drawer } from './drawers.js';

const STATE = { active: ['ok', 'check'], broken: ['bad', 'x'], installed: ['dash', null] };
const HEALTH = { up: ['ok', 'check'], down: ['bad', 'x'], unknown: ['dash', 'clock'] };
const GROUPS = ['vision_models', 'report_readers', 'shadow_models'];

const at = instant => h('time', { datetime: instant }, dayAndTime(instant));
const word = (family, name) => (has(`p.${family}.${name}`) ? t(`p.${family}.${name}`) : name);
const role = one => one.role && chip(one.role === 'primary' ? word('role', one.role) : `${word('role', one.role)} ${one.place}`, null, 'info');

function plugin(one) {
  const [look, ico] = STATE[one.state] || ['dash', null];
  const facts = [word('kind', one.kind), one.id, one.version, one.origin].filter(Boolean).join(' · ');
  return h(
    'li',
    { class: 'plug', 'data-plugin': one.id, 'data-state': one.state },
    h('div', { class: 'row' }, h('b', {}, one.name), chip(word('state', one.state), ico, look), role(one)),
    h('p', { class: 'mut sm' }, facts),
    one.problem && h('p', { class: 'cause' }, one.problem),
  );
}

function endpoint(one) {
  const [look, ico] = HEALTH[one.health] || HEALTH.unknown;
  const old = one.last_error && one.last_error !== one.cause;
  return h(
    'li',
    { class: 'plug', 'data-endpoint': one.name, 'data-health': one.health },
    h(
      'div',
      { class: 'row' },
      h('b', {}, one.name),
      chip(word('health', one.health), ico, look),
      one.active && chip(t('p.asked'), 'play', 'info'),
      one.breaker_open && chip(t('p.breaker'), 'pause', 'warn'),
      one.stuck_threads > 0 && chip(t('p.stuck', { n: one.stuck_threads }), 'warn', 'bad'),
    ),
    one.since && h('p', { class: 'mut sm' }, t('p.since'), ' ', at(one.since)),
    one.cause && h('p', { class: 'cause' }, one.cause),
    old && h('p', { class: 'mut sm' }, t('p.last'), ' ', at(one.last_error_at), `: ${one.last_error}`),
  );
}

const section = (title, rows, none) => [h('h3', { class: 'mt' }, title), rows.length ? h('ul', { class: 'plugs' }, rows) : h('p', { class: 'mut sm' }, none)];

/* How many run, and how many do not, in a few words. */
export const summary = all => t('p.sums', { run: all.filter(one => one.state === 'active').length, broken: all.filter(one => one.state === 'broken').length });

export function pluginLists({ plugins: all, endpoints }) {
  const groups = GROUPS.filter(name => endpoints[name]?.length).map(name => section(t(`p.group.${name}`), endpoints[name].map(endpoint)));
  return [h('p', { class: 'mut sm' }, t('p.note')), section(t('p.plugins'), all.map(plugin), t('p.none')), groups].flat(2);
}

export async function plugins() {
  drawer(t('p.title'), null, pluginLists(await get('/api/plugins')));
}
