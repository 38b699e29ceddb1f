/**
 * Every step from an empty file to the newest schema. A step that has been released is never edited: the next change
 * is the next step. Plain SQL that both SQLite and PostgreSQL read.
 */
export const MIGRATIONS: readonly (readonly string[])[] = [
  [
    `create table lease (
      id text primary key, fence bigint not null, holder text not null, until bigint not null,
      seen bigint not null, back_at bigint)`,
    `create table feed (
      id text primary key, url text not null, etag text, last_modified text, validates text, body_hash text,
      baseline bigint, cut_off integer not null, next_at bigint not null, failures integer not null, error text,
      ok_at bigint, polled_at text, moved_to text, moved_since bigint, moved_seen integer not null, gone_at bigint,
      fresh_for bigint not null, ttl bigint, skips text, rhythm text, hub text, topic text,
      failing_since bigint, told_failing bigint, told_quiet bigint, told_clock bigint,
      doubted integer not null)`,
    `create table subscription (
      path text primary key, feed text not null, hub text not null, topic text not null, callback text not null,
      secret text not null, state text not null, asked bigint, tries integer not null, next_at bigint not null,
      until bigint)`,
    `create table article (
      id text primary key, state text not null, reason text not null, feed text not null, url text not null,
      title text not null, summary text, content text, language text, authors text not null, categories text not null,
      pictures text not null, section text, tags text not null, flags text not null,
      published bigint not null, seen bigint not null,
      queued bigint not null, sentences text not null,
      origins text not null, failures integer not null, revision integer not null, kept integer not null,
      shown bigint not null, looked bigint, gone text, updated bigint)`,
    `create table revision (
      article text not null, revision integer not null, at bigint not null, title text not null, summary text,
      content text, primary key (article, revision))`,
    `create table outdated (article text not null, said text not null, at bigint not null, primary key (article, said))`,
    `create index article_by_state on article (state, published, queued)`,
    // Written out: SQLite uses a partial index only for the very condition.
    `create index article_by_kept on article (seen) where kept = 1`,
    `create index article_by_shown on article (shown)`,
    `create table identity (key text primary key, article text not null)`,
    `create index identity_by_article on identity (article)`,
    `create table likeness (key text not null, article text not null, primary key (key, article))`,
    `create index likeness_by_article on likeness (article)`,
    `create table question (
      id text primary key, feed text, kind text not null, asked bigint not null, usual integer not null,
      answer text, answered bigint, who text)`,
    `create index question_by_answer on question (answer, asked)`,
    `create table questioned (
      question text not null, article text not null, feed text not null, primary key (question, article))`,
    `create index questioned_by_article on questioned (article)`,
    `create table page (
      article text primary key, url text not null, at bigint not null, etag text, last_modified text, read text not null)`,
    `create index page_by_time on page (at)`,
    `create table site_line (
      site text not null, line text not null, article text not null, at bigint not null,
      primary key (site, line, article))`,
    `create index site_line_by_article on site_line (site, article, at)`,
    `create table sighting (
      article text not null, feed text not null, seen bigint not null,
      baseline integer not null, primary key (article, feed))`,
    `create index sighting_by_feed on sighting (feed, seen)`,
    `create table channel (
      id text primary key, first_seen bigint not null, place text, anew bigint not null, composition text,
      waits_for text, waits_until bigint)`,
    `create table account (
      id text primary key, api_root text not null, remote_id text not null, name text not null, proven bigint not null)`,
    `create table delivery (
      id text primary key, article text not null, channel text not null, account text not null, api_root text not null,
      remote_id text, created bigint not null, revision integer not null,
      round integer not null)`,
    `create unique index delivery_once on delivery (article, channel, round)`,
    `create table made_for (
      article text not null, channel text not null, round integer not null, api_root text not null, remote_id text,
      primary key (article, channel, round))`,
    `create table placement (
      article text not null, channel text not null, round integer not null, who text not null, at bigint not null,
      anyway integer not null, refused text, primary key (article, channel, round))`,
    `create table part (
      id text primary key, delivery text not null, ordinal integer not null, article text not null,
      channel text not null, account text not null, state text not null, reason text not null, key text not null,
      rank integer not null, bytes text not null,
      text text not null, link text, picture text, media text, media_until bigint, used integer not null, allowed integer not null, usd real not null, published bigint not null,
      queued bigint not null, attempts integer not null, tries integer not null, ref_id text, ref_url text, changed bigint not null)`,
    `create unique index part_once on part (delivery, ordinal)`,
    `create index part_by_channel on part (channel, state, rank, published, queued, ordinal)`,
    `create index part_by_state on part (state, changed)`,
    `create index part_by_article on part (article)`,
    `create index part_by_ref on part (account, ref_id) where ref_id is not null`,
    `create index part_by_media on part (media) where media is not null`,
    `create table picture_file (digest text primary key, type text not null, bytes bytea not null)`,
    `create table send_log (
      id text primary key, part text not null, channel text not null, account text not null, place text not null,
      at bigint not null, counts_from bigint not null, outcome text, why text, usd real not null, after_ref text, reached text,
      wait_until bigint, untimed bigint not null default 0)`,
    `create index send_log_by_account on send_log (account, counts_from, usd)`,
    `create index send_log_by_time on send_log (counts_from)`,
    `create index send_log_by_place on send_log (account, place, counts_from)`,
    `create index send_log_by_channel on send_log (channel, account, place, counts_from)`,
    `create index send_log_by_reached on send_log (account, counts_from) where reached is not null`,
    `create index send_log_by_wait on send_log (account, counts_from) where wait_until is not null`,
    `create index send_log_by_part on send_log (part)`,
    `create table look (
      id text primary key, call text not null, at bigint not null, found text not null, why text not null,
      usd real not null)`,
    `create index look_by_call on look (call, at)`,
    `create table notice (
      id text primary key, at bigint not null, account text, text text not null, alike text, settles bigint,
      more integer not null, told bigint)`,
    `create index notice_by_told on notice (told, at)`,
    `create table pause (
      scope text not null, asked_by text not null, until bigint, firm integer not null, why text not null, at bigint not null,
      primary key (scope, asked_by, firm))`,
    `create table history (
      id text primary key, at bigint not null, article text, delivery text, was text, became text not null,
      why text not null, who text not null, earlier text)`,
    `create index history_by_article on history (article, at)`,
    `create index history_by_hold on history (delivery, at) where became = 'held'`,
    `create index history_by_person on history (delivery) where who <> 'crier'`,
  ],
]
