/* Check: a pasted text is assessed, judged and translated: three questions, each of which may fail alone. Nothing of it is in the address. */
import { h, icon, btn, chip, $ } from '/static/login/dom.js';
import { num, t } from '/static/login/i18n.js';
import { ApiError, post } from './api.js';
import { copy } from './copy.js';
import { openPage } from './shell.js';
import { note } from './toast.js';
import { mark, scale, word } from './reading.js';

const MOST = 32 * 1024; // the server's limit, in bytes

const { config, main } = await openPage('check');
const threshold = Number(config.SEVERITY_THRESHOLD) || 5;

// ---- what is answered

/* One pass of the critique; what the model left out is left out. */
function pass(number, title, ...kids) {
  return [h('b', { 'aria-hidden': 'true' }, number), h('div', {}, h('h3', {}, title), kids)];
}

const list = texts => (texts?.length ? h('ul', {}, texts.map(text => h('li', {}, text))) : null);
const line = (label, text) => text && h('p', {}, label && h('b', {}, `${label}: `), text);

function assessment(made) {
  const positive = made.pathologic === 'yes';
  const ai = made.severity;
  const r = { assessed: true, status: 'done', ai, positive, reviewed: true, threshold };
  const said = [t('chk.severity', { n: ai }), word(ai), made.summary].filter(Boolean).join(' · ');
  return h('div', { class: 'row' }, mark(r), h('div', { class: 'grow' }, h('p', {}, h('b', {}, t(positive ? 'chk.pathologic' : 'chk.normal')), ' · ', said), scale(ai, -1, threshold)));
}

function critique(made) {
  const { first_pass: first, second_pass: second, third_pass: third } = made;
  const holds = second.conclusions_valid;
  return [
    h(
      'div',
      { class: 'crit' },
      pass(1, t('chk.pass1'), line('', first.topic), line(t('chk.purpose'), first.purpose), line(t('chk.findings'), first.primary_findings)),
      pass(
        2,
        t('chk.pass2'),
        h('p', { class: 'row' }, chip(t(holds ? 'chk.holds' : 'chk.holdsnot'), holds ? 'check' : 'warn', holds ? 'ok' : 'warn')),
        list(second.main_points),
        second.supporting_evidence?.length ? [h('p', {}, h('b', {}, t('chk.evidence'))), list(second.supporting_evidence)] : null,
      ),
      pass(
        3,
        t('chk.pass3'),
        list(third.missing_info),
        third.assumptions?.length ? [h('p', {}, h('b', {}, t('chk.assumptions'))), list(third.assumptions)] : null,
        line('', third.critique),
      ),
    ),
    line(t('chk.overall'), made.overall_assessment),
  ];
}

const bullets = texts => (texts || []).map(text => `- ${text}`);

const QUESTIONS = {
  assess: {
    path: '/api/check',
    draw: assessment,
    text: made => [t(made.pathologic === 'yes' ? 'chk.pathologic' : 'chk.normal'), t('chk.severity', { n: made.severity }), made.summary].filter(Boolean).join('\n'),
  },
  critique: {
    path: '/api/analyse',
    draw: critique,
    text: made =>
      [
        t('chk.pass1'),
        made.first_pass.topic,
        made.first_pass.purpose,
        made.first_pass.primary_findings,
        t('chk.pass2'),
        t(made.second_pass.conclusions_valid ? 'chk.holds' : 'chk.holdsnot'),
        ...bullets(made.second_pass.main_points),
        ...bullets(made.second_pass.supporting_evidence),
        t('chk.pass3'),
        ...bullets(made.third_pass.missing_info),
        ...bullets(made.third_pass.assumptions),
        made.third_pass.critique,
        made.overall_assessment,
      ]
        .filter(Boolean)
        .join('\n'),
  },
  translate: { path: '/api/translate', draw: made => h('p', {}, made.translation), text: made => made.translation },
};

const seconds = since => num((performance.now() - since) / 1000, 1);

/* One question's panel: waits, answers, or says what failed and asks again. An answer to an earlier text is dropped. */
function answerPanel(name) {
  const question = QUESTIONS[name];
  const took = h('span', { class: 'n' });
  const tools = h('span', { class: 'end' });
  const body = h('div', { class: 'res', 'aria-live': 'polite' });
  const element = h('section', { class: 'panel', id: name, hidden: true, 'aria-label': t(`chk.${name}`) }, h('div', { class: 'h' }, h('h2', {}, t(`chk.${name}`)), took, tools), body);
  let asked = 0;
  let ticking = 0;

  function settle(...kids) {
    clearInterval(ticking);
    body.removeAttribute('aria-busy');
    body.replaceChildren(...kids.flat().filter(Boolean));
  }

  async function ask(text) {
    const number = ++asked;
    const since = performance.now();
    element.hidden = false;
    tools.replaceChildren();
    settle(h('p', { class: 'waits' }, icon('spin', 'spin'), t('chk.waits')));
    body.setAttribute('aria-busy', 'true');
    took.textContent = '';
    ticking = setInterval(() => (took.textContent = t('chk.took', { s: seconds(since) })), 500);
    try {
      const made = await post(question.path, { report: text });
      if (number !== asked) {
        return;
      }
      settle(question.draw(made));
      tools.replaceChildren(btn(t('act.copy'), 'copy', 'sm quiet', { 'aria-label': `${t('act.copy')}: ${t(`chk.${name}`)}`, onclick: () => copied(question.text(made)) }));
    } catch (error) {
      if (number !== asked || (error instanceof ApiError && error.status === 401)) {
        return;
      }
      const retry = btn(t('act.retry'), 'redo', 'sm', { onclick: () => ask(text) });
      settle(h('div', { class: 'err', role: 'alert' }, icon('warn'), h('span', {}, t('chk.failed', { m: error.message })), retry));
    }
    took.textContent = t('chk.took', { s: seconds(since) });
  }

  function clear() {
    asked++;
    settle();
    took.textContent = '';
    element.hidden = true;
  }

  return { element, ask, clear, name };
}

async function copied(text) {
  try {
    await copy(text);
    note(t('copied'));
  } catch (error) {
    note(t('say.failed', { m: error.message }), true);
  }
}

// ---- the form

const panels = Object.keys(QUESTIONS).map(answerPanel);
const area = h('textarea', { id: 'text', name: 'report', lang: 'ro', rows: 12, 'aria-describedby': 'count limits', spellcheck: 'false' });
const size = h('span', { class: 'num', id: 'count' });
const go = h('button', { type: 'submit', class: 'btn pri', id: 'go' }, icon('play'), t('chk.go'));
const waiting = h('p', { class: 'mut', id: 'waiting' }, t('chk.empty'));
let what = 'all';

const choices = ['all', ...Object.keys(QUESTIONS)].map(name =>
  h(
    'button',
    {
      type: 'button',
      'data-what': name,
      'aria-pressed': String(name === what),
      onclick: () => {
        what = name;
        choices.forEach(one => one.setAttribute('aria-pressed', String(one.dataset.what === what)));
      },
    },
    t(`chk.${name}`),
  ),
);

function measure() {
  const bytes = new TextEncoder().encode(area.value).length;
  const over = bytes > MOST;
  size.textContent = t(over ? 'chk.over' : 'chk.size', { n: num(bytes / 1024, 1), most: num(MOST / 1024) });
  size.classList.toggle('over', over);
  if (over) {
    area.setAttribute('aria-invalid', 'true');
  } else {
    area.removeAttribute('aria-invalid');
  }
  go.disabled = over || !area.value.trim();
}

function clear() {
  area.value = '';
  panels.forEach(panel => panel.clear());
  waiting.hidden = false;
  measure();
  area.focus();
}

function submit(event) {
  event.preventDefault();
  waiting.hidden = true;
  for (const panel of panels) {
    if (what === 'all' || what === panel.name) {
      panel.ask(area.value);
    } else {
      panel.clear();
    }
  }
}

const title = $('h1', main);
title.classList.remove('vh');
title.textContent = t('chk.title');
area.addEventListener('input', measure);
area.addEventListener('keydown', event => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !go.disabled) {
    go.form.requestSubmit();
  }
});
main.classList.add('check');
main.append(
  h('div', { class: 'p-head' }, title, h('p', { class: 'mut', id: 'limits' }, t('chk.note'))),
  h(
    'div',
    { class: 'two' },
    h(
      'form',
      { class: 'panel', 'aria-label': t('chk.title'), onsubmit: submit },
      h('label', { for: 'text' }, t('chk.text')),
      h('div', { class: 'mt2' }, area),
      h('div', { class: 'row sm mut mt2' }, size, h('span', { class: 'end' }, t('chk.limit', { min: 2 }))),
      h(
        'div',
        { class: 'row mt' },
        go,
        h('div', { class: 'seg', role: 'group', 'aria-label': t('chk.what') }, choices),
        btn(t('chk.clear'), null, 'quiet end', { id: 'clear', onclick: clear }),
      ),
    ),
    h('div', {}, waiting, panels.map(panel => panel.element)),
  ),
);
measure();
