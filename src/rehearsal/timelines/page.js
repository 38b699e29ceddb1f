// The page's own script: adds what the stream of events brings. Everything in it was made harmless by the server.
const KEPT = 150
const board = document.querySelector('main')
const status = document.querySelector('.live')
// The newsroom's time, wherever the page is read.
const { timezone } = document.documentElement.dataset
const hours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone })

function elementOf(markup) {
  const template = document.createElement('template')
  template.innerHTML = markup.trim()
  return template.content.firstElementChild
}

function columnFor({ column, source, columnMarkup }) {
  const there = document.getElementById(column)
  if (there !== null) return there
  const made = elementOf(columnMarkup)
  const columns = [...board.children]
  columns.find((other) => other.classList.contains('empty') && Number(other.dataset.source) === source)?.remove()
  board.insertBefore(made, [...board.children].find((other) => Number(other.dataset.source) > source) ?? null)
  return made
}

function showTimes(root, now) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime)
    const seconds = Math.max(0, Math.round((now - at.getTime()) / 1000))
    const recent = seconds < 60 ? `${seconds}s` : seconds < 3600 ? `${Math.floor(seconds / 60)}m` : hours.format(at)
    time.textContent = time.closest('.timeline') === null ? hours.format(at) : recent
  }
}

function setStatus(live, text) {
  status.classList.toggle('on', live)
  status.firstElementChild.textContent = text
}

const stream = new EventSource('/events')
stream.addEventListener('error', () => setStatus(false, 'waiting for Crier'))
stream.addEventListener('hello', (event) => {
  if (event.data !== document.documentElement.dataset.run) location.reload()
  setStatus(true, 'live')
})
stream.addEventListener('post', (event) => {
  const news = JSON.parse(event.data)
  if (document.getElementById(news.id) !== null) return
  const list = columnFor(news).querySelector('ol')
  const post = elementOf(news.markup)
  post.classList.add('fresh')
  list.prepend(post)
  while (list.children.length > KEPT) list.lastElementChild.remove()
})
stream.addEventListener('beat', (event) => {
  const { now, deleted } = JSON.parse(event.data)
  for (const id of deleted) document.getElementById(id)?.remove()
  showTimes(document, now)
})
