// Asks the service a question, and shows progress and rows as they come.
const SHOWN_ROWS = 200;
const BARS = 400;
const at = id => document.getElementById(id);
let questions = [];
let run = null; // what is asked now

class Run {
  constructor(question, parameters) {
    this.values = [];
    this.progressEvents = 0;
    at('head').replaceChildren();
    at('rows').replaceChildren();
    at('chart').replaceChildren();
    at('progress').value = 0;
    this.source = new EventSource(`questions/${question.id}/run?${new URLSearchParams(parameters)}`);
    const on = (name, handle) => this.source.addEventListener(name, event => handle(JSON.parse(event.data)));
    on('started', ({ queryId }) => { this.queryId = queryId; this.show('Asked.'); });
    on('progress', progress => this.progress(progress));
    on('columns', names => at('head').append(row('th', names)));
    on('rows', rows => this.add(rows));
    on('done', ({ rows }) => this.end(`${rows.toLocaleString('en')} rows.`, 100));
    on('failed', ({ message, name, code }) => this.fail(name ? `${name} (${code}): ${message}` : message));
    // The browser would ask again by itself, and so run the query again.
    this.source.onerror = () => this.fail('The service cannot be reached.');
    buttons(true);
  }

  progress({ rows, ofRows, seconds, megabytes }) {
    this.progressEvents++;
    if (ofRows > 0) at('progress').value = Math.max(at('progress').value, Math.min(100, 100 * rows / ofRows));
    this.show(`${rows.toLocaleString('en')} of ${ofRows.toLocaleString('en')} rows read, ${seconds.toFixed(1)} s, ${megabytes} MB`);
  }

  add(rows) {
    const table = at('rows');
    // Headings of numbers stand above them.
    if (!table.rows.length) rows[0].forEach((value, i) => { at('head').rows[0].cells[i].className = typeof value === 'number' ? 'number' : ''; });
    rows.slice(0, Math.max(0, SHOWN_ROWS - table.rows.length)).forEach(values => table.append(row('td', values)));
    rows.forEach(values => this.values.push(Number(values[values.length - 1])));
    const shown = this.values.slice(0, BARS);
    const most = Math.max(...shown, 1);
    at('chart').replaceChildren(...shown.map(value => {
      const bar = document.createElement('i');
      bar.style.height = `${Math.max(0, 100 * value / most)}%`;
      return bar;
    }));
  }

  show(text, failed = false) {
    at('status').textContent = text;
    at('status').className = failed ? 'failed' : '';
  }

  end(text, percent) {
    this.source.close(); // which ends the query on the server, if it still runs
    if (percent) at('progress').value = percent;
    this.show(text);
    buttons(false);
  }

  fail(text) {
    this.end('');
    this.show(text, true);
  }
}

function row(kind, values) {
  const tr = document.createElement('tr');
  values.forEach(value => {
    const cell = document.createElement(kind);
    cell.textContent = typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 1 }) : value;
    if (typeof value === 'number') cell.className = 'number';
    tr.append(cell);
  });
  return tr;
}

function buttons(running) {
  at('run').disabled = running;
  at('cancel').disabled = !running;
}

function picked() {
  return questions.find(question => question.id === at('question').value);
}

function showQuestion() {
  at('sql').textContent = picked().sql.trim();
  at('parameters').replaceChildren(...Object.entries(picked().parameters).map(([name, value]) => {
    const label = document.createElement('label');
    const input = document.createElement('input');
    input.name = name;
    input.value = value;
    label.append(name, input);
    return label;
  }));
}

at('question').addEventListener('change', showQuestion);
at('cancel').addEventListener('click', () => run.end('Cancelled.'));
// A page that is kept for the way back would go on reading.
window.addEventListener('pagehide', () => run && run.end('Left.'));
at('form').addEventListener('submit', event => {
  event.preventDefault();
  run = new Run(picked(), new FormData(at('form')));
});
fetch('questions').then(answer => answer.json()).then(all => {
  questions = all;
  at('question').append(...all.map(({ id, title }) => new Option(title, id)));
  showQuestion();
});
