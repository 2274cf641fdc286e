/* About: what runs here, under which terms, and for admins whether all that it needs is there. */
import { h, icon, btn, chip } from '/static/login/dom.js';
import { t, num, has, dayAndTime } from '/static/login/i18n.js';
import { get, post } from './api.js';
import { openPage, failure } from './shell.js';
import { drawer } from './drawers.js';
import { pluginLists, summary } from './plugins.js';

const POLL_MILLIS = 700;
const LOOK = { ok: 'check', failed: 'x', skipped: 'ban', running: 'spin', waiting: 'clock' };
const HEALTH = { up: ['ok', 'check'], down: ['bad', 'x'], unknown: ['dash', 'clock'] };

const { main, may } = await openPage('about');
const admin = may('MANAGE_QUEUE');
const version = h('span', { class: 'mut' });
const run = btn(t('ab.run'), 'play', 'pri end', { id: 'run', onclick: () => startTest() });
main.append(
  h('div', { class: 'p-head' }, h('h2', {}, t('nav.about')), version, admin && run),
  h('div', { class: 'banner' }, icon('info'), h('span', {}, t('foot.note'))),
);
const grid = h('div', { class: 'g2' });
main.append(grid);

const panel = (id, title) => {
  const n = h('span', { class: 'n' });
  const body = h('div', { 'aria-busy': 'true' }, h('p', { class: 'mut' }, t('ad.loading')));
  const section = h('section', { class: 'panel', id, 'aria-label': title }, h('div', { class: 'h' }, h('h2', {}, title), n), body);
  grid.append(section);
  const fill = (...content) => {
    body.removeAttribute('aria-busy');
    body.replaceChildren(...content.flat().filter(Boolean));
  };
  return { n, fill };
};

/* Each panel may fail alone. */
async function load(place, task) {
  try {
    await task();
  } catch (error) {
    place.fill(failure(error, () => load(place, task), t('ad.failed')));
  }
}

// ---- self-test

const took = millis => (millis == null ? '' : millis < 1000 ? `${num(millis)} ms` : `${num(millis / 1000, 1)} s`);

function found(result) {
  const code = `self.${result.kind}.${result.code}`;
  if (!result.message) {
    return t(`self.${result.state}`);
  }
  return has(code) ? t(code, result.facts) : h('span', { lang: 'en' }, result.message);
}

function advice(result) {
  const key = `self.do.${result.kind}`;
  return has(key) ? t(key) : h('span', { lang: 'en' }, result.advice);
}

const check = result =>
  h(
    'div',
    { class: `st ${result.state}`, role: 'listitem', 'data-check': result.kind, 'data-target': result.target, 'data-state': result.state },
    icon(LOOK[result.state]),
    h(
      'div',
      {},
      h('b', {}, t(`self.${result.kind}`), result.target && `, ${result.target}`),
      h('span', { class: 'vh' }, ` ${t(`self.is.${result.state}`)}`),
      h('p', {}, found(result)),
      result.advice && h('p', { class: 'cause' }, advice(result)),
    ),
    h('span', { class: 't' }, result.state !== 'skipped' && took(result.millis)),
  );

const tests = admin && panel('selftest', t('ab.selftest'));
let timer = 0;

function drawTest(test) {
  if (!test) {
    tests.fill(h('p', { class: 'mut', 'data-empty': '' }, t('ab.never')));
    return;
  }
  const count = state => test.results.filter(one => one.state === state).length;
  const sums = { ok: count('ok'), failed: count('failed'), skipped: count('skipped') };
  tests.n.textContent = test.ended ? `${dayAndTime(test.ended)}: ${t('ab.sums', sums)}` : t('ab.running', { done: sums.ok + sums.failed + sums.skipped, all: test.results.length });
  tests.fill(h('div', { role: 'list', 'aria-label': t('ab.selftest'), 'data-ended': test.ended ? 'yes' : 'no' }, test.results.map(check)));
  run.disabled = !test.ended;
  clearTimeout(timer);
  if (!test.ended) {
    timer = setTimeout(lookTest, POLL_MILLIS);
  }
}

const lookTest = () =>
  load(tests, async () => {
    drawTest((await get('/api/selftest')).run);
  });

const startTest = () =>
  load(tests, async () => {
    run.disabled = true;
    try {
      drawTest((await post('/api/selftest', {})).run);
    } catch (error) {
      run.disabled = false;
      throw error;
    }
  });

// ---- the rest

const plugs = may('SEE_PLUGINS') && panel('plugins', t('p.title'));
const ends = panel('endpoints', t('ab.endpoints'));
const terms = panel('version', t('ab.version'));

const loadPlugins = () =>
  load(plugs, async () => {
    const answer = await get('/api/plugins');
    plugs.n.textContent = summary(answer.plugins);
    plugs.fill(...pluginLists(answer));
  });

const pair = (name, ...value) => [h('dt', {}, name), h('dd', {}, value)];

function endpoint(name, one) {
  const [look, ico] = HEALTH[one.health] || HEALTH.unknown;
  return pair(name, chip(t(`p.health.${one.health}`), ico, look), ' ', one.name, one.cause && h('p', { class: 'mut sm', lang: 'en' }, one.cause));
}

const loadEndpoints = about =>
  load(ends, async () => {
    const { openai } = await get('/api/status');
    const rows = [
      ...openai.endpoints.map((one, i) => endpoint(i === 0 ? t('ab.model.first') : t('ab.model.next', { n: i + 1 }), one)),
      ...openai.readers.map((one, i) => endpoint(t('ops.reader', { n: i + 1 }), one)),
      ...openai.sources.map((one, i) => endpoint(t('ab.source', { n: i + 1 }), one)),
      pair(t('ab.dicom'), about.dicom || h('span', { class: 'na' }, t('ab.nodicom'))),
      pair(t('ab.api'), h('a', { href: '/api/spec', id: 'spec' }, 'OpenAPI 3.1')),
    ];
    ends.fill(h('dl', { class: 'kv' }, rows));
  });

function licences(all) {
  const rows = all.map(one => h('tr', {}, h('th', { scope: 'row' }, one.artifact), h('td', {}, one.version), h('td', {}, one.licence)));
  const heads = ['ab.artifact', 'ab.version.of', 'ab.licence'].map(key => h('th', { scope: 'col' }, t(key)));
  drawer(t('ab.licences'), null, h('table', { class: 'd licences' }, h('thead', {}, h('tr', {}, heads)), h('tbody', {}, rows)));
}

const loadAbout = () =>
  load(terms, async () => {
    const about = await get('/api/about');
    version.textContent = [`${about.name} ${about.version || t('ab.unpacked')}`, about.licence].join(' · ');
    terms.fill(
      h(
        'dl',
        { class: 'kv' },
        pair(t('ab.version.of'), about.version || t('ab.unpacked')),
        about.commit && pair(t('ab.commit'), h('span', { class: 'mono' }, about.commit.replace(/^(.{12})[0-9a-f]*/, '$1'))),
        pair('Java', about.java),
        pair(t('ab.database'), about.database),
        pair(t('ab.licence'), about.licence),
        pair(t('ab.licences'), about.licences.length ? btn(t('ab.components', { n: about.licences.length }), 'list', 'sm', { id: 'licences', onclick: () => licences(about.licences) }) : t('ab.nolist')),
      ),
    );
    await loadEndpoints(about);
  });

await Promise.all([admin && lookTest(), plugs && loadPlugins(), loadAbout()]);
main.dataset.ready = 'yes';
