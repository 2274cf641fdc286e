/*
 * The WebSocket: state and events as they come. After a break it asks for what it has missed (?since=); meanwhile the page polls.
 */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 20000;

/*
 * on.state(message)        counters, endpoints, timings
 * on.event(event, missed)  something happened; missed: while the connection was away
 * on.resync()              too much was missed: load everything anew
 * on.online(yes)           the connection came or went
 */
export function live(on) {
  let seq = null;
  let missedUntil = 0;
  let wait = FIRST_WAIT;
  let socket = null;
  let timer = 0;

  function url() {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    return `${scheme}://${location.host}/ws${seq == null ? '' : `?since=${seq}`}`;
  }

  function take(message) {
    const event = message.event;
    if (event?.name === 'connected') {
      missedUntil = event.payload.seq;
      if (seq == null) {
        seq = event.payload.seq;
      }
      on.online(true);
    } else if (event?.name === 'resync') {
      seq = event.payload.seq;
      on.resync();
    } else if (event) {
      seq = Math.max(seq ?? 0, event.seq);
      on.event(event, event.seq <= missedUntil);
    }
    if (message.dashboard) {
      on.state(message);
    }
  }

  function open() {
    clearTimeout(timer);
    socket = new WebSocket(url());
    socket.addEventListener('open', () => {
      wait = FIRST_WAIT;
    });
    socket.addEventListener('message', received => take(JSON.parse(received.data)));
    socket.addEventListener('close', () => {
      on.online(false);
      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(LONGEST_WAIT, wait * 2);
    });
  }

  window.addEventListener('online', () => {
    if (socket.readyState === WebSocket.CLOSED) {
      open();
    }
  });
  open();
}
