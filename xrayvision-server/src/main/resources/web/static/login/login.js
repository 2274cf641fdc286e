/* The log-in page: one form, or the hospital's own log-in; the other form, to choose a new password; and why it did not work. */
import { $, icon } from './dom.js';
import { load, t } from './i18n.js';

await load();
const query = new URLSearchParams(location.search);
const form = $('#form');
const change = $('#change');

function say(text, where = $('#message')) {
  where.replaceChildren(icon('warn'), text);
  where.hidden = false;
}

/* Only a page of this site: read as the browser reads it, which leaves tabs out and takes "\\" for "/". */
function target() {
  try {
    const next = new URL(query.get('next') || '/', location.origin);
    return next.origin === location.origin ? next.pathname.replace(/^\/+/, '/') + next.search + next.hash : '/';
  } catch {
    return '/';
  }
}

const send = (path, body) =>
  fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/* Other refusals are told in the server's words: they say what must be mended, and by whom. */
async function reason(answer, refused) {
  if (refused[answer.status]) {
    return t(refused[answer.status]);
  }
  if (answer.status === 429) {
    return t('login.slow', { s: answer.headers.get('Retry-After') || '60' });
  }
  const { error } = await answer.json().catch(() => ({}));
  return error || t('login.failed');
}

/* Sends while the button rests; done(body) is called when it was taken. */
async function submit(from, path, body, refused, message, done) {
  const button = $('button', from);
  button.disabled = true;
  try {
    const answer = await send(path, body);
    if (answer.ok) {
      await done(await answer.json());
      return true;
    }
    say(await reason(answer, refused), message);
  } catch {
    say(t('login.failed'), message);
  } finally {
    button.disabled = false;
  }
  return false;
}

/* old: what was typed a moment ago, or null. */
function choose(old, forced) {
  document.title = `${t('login.change')} · XRayVision`;
  form.hidden = true;
  change.hidden = false;
  $('#forced').hidden = !forced;
  if (old !== null) {
    change.elements.old.value = old;
  }
  (old === null ? change.elements.old : change.elements.new).focus();
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const password = form.elements.password.value;
  const done = who => (who.must_change ? choose(password, true) : location.replace(target()));
  const body = { user: form.elements.user.value, password };
  if (!(await submit(form, '/api/login', body, { 401: 'login.wrong' }, $('#message'), done))) {
    form.elements.password.select();
  }
});

change.addEventListener('submit', async event => {
  event.preventDefault();
  const message = $('#change-message');
  const fields = change.elements;
  if (fields.new.value !== fields.again.value) {
    say(t('login.differ'), message);
    fields.again.select();
    return;
  }
  const body = { old: fields.old.value, new: fields.new.value };
  const done = () => location.replace(target());
  const told = { 401: 'login.expired', 403: 'login.oldwrong' };
  if (!(await submit(change, '/api/password', body, told, message, done))) {
    fields.new.select();
  }
});

/* What else there is to log in with. */
async function offer() {
  const { oidc } = await (await fetch('/api/login')).json();
  if (oidc) {
    const link = $('#oidc');
    link.href = `${oidc.url}?next=${encodeURIComponent(target())}`;
    link.replaceChildren(icon('key'), oidc.name);
    link.hidden = $('#or').hidden = false;
  }
}

/* A page of somebody who is logged in: to change his password, or because he must. */
async function changing() {
  const answer = await fetch('/api/me');
  if (!answer.ok) {
    return false;
  }
  const { must_change: must } = await answer.json();
  choose(null, must);
  return true;
}

if (query.has('signed')) {
  location.replace(target());
} else if (!query.has('change') || !(await changing())) {
  document.title = `${t('login.submit')} · XRayVision`;
  if (query.has('expired')) {
    say(t('login.expired'));
  }
  if (query.has('oidc')) {
    say(t(query.get('oidc') === 'down' ? 'login.oidc.down' : 'login.oidc.refused'));
  }
  $('input', form).focus();
  offer().catch(() => {
    /* The password form is there all the same. */
  });
}
