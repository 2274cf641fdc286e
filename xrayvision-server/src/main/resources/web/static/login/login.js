/* The log-in page: one form, and why it did not work. */
import { $, icon } from './dom.js';
import { load, t } from './i18n.js';

await load();
document.title = `${t('login.submit')} · XRayVision`;
const query = new URLSearchParams(location.search);
const form = $('#form');

function say(text) {
  const message = $('#message');
  message.replaceChildren(icon('warn'), text);
  message.hidden = false;
}

/* Other refusals are told in the server's words: they say what the administrator must mend. */
async function reason(answer) {
  if (answer.status === 401) {
    return t('login.wrong');
  }
  if (answer.status === 429) {
    return t('login.slow', { s: answer.headers.get('Retry-After') || '60' });
  }
  const { error } = await answer.json().catch(() => ({}));
  return error || t('login.failed');
}

/* Only a path of this site: "//host" and "https:" would lead elsewhere. */
function target() {
  const next = query.get('next') || '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

if (query.has('expired')) {
  say(t('login.expired'));
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const button = $('button', form);
  button.disabled = true;
  try {
    const answer = await fetch('/api/login', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ user: form.elements.user.value, password: form.elements.password.value }),
    });
    if (answer.ok) {
      location.replace(target());
      return;
    }
    say(await reason(answer));
    form.elements.password.select();
  } catch {
    say(t('login.failed'));
  } finally {
    button.disabled = false;
  }
});
$('input', form).focus();
