/* Talking to the server. A session that has ended leads to the log-in page and back. */

export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function toLogin() {
  const here = location.pathname + location.search;
  location.replace(`/login.html?expired=1&next=${encodeURIComponent(here)}`);
}

/* headers: an object that is given the answer's headers. */
async function answer(response, headers) {
  if (response.status === 401) {
    toLogin();
    throw new ApiError(401, 'logged out');
  }
  const body = await response.json().catch(() => ({}));
  if (body.code === 'password_change_required') {
    location.replace(`/login.html?change=1&next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  if (!response.ok) {
    throw new ApiError(response.status, body.error || body.message || `HTTP ${response.status}`);
  }
  if (headers) {
    Object.assign(headers, Object.fromEntries(response.headers));
  }
  return body;
}

export const get = async (path, headers) => answer(await fetch(path, { headers: { Accept: 'application/json' } }), headers);

export const post = (path, body) => send('POST', path, body);

/* Any write; one without a body says all the same that it is none of a form's. */
export const send = async (method, path, body = {}) =>
  answer(
    await fetch(path, {
      method,
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
    }),
  );
