export const shelves = {
  titles_one: '{{shown}} title',
  titles_other: '{{shown}} titles',
  genres: {
    title: 'Genres',
    count_one: '{{count}} genre',
    count_other: '{{count}} genres',
    empty: 'No genres yet',
    emptyText: 'They come from the files beside your films and series, and from what you write on a title’s page.',
  },
  channels: {
    title: 'Channels',
    count_one: '{{count}} channel',
    count_other: '{{count}} channels',
    search: 'Find a channel',
    empty: 'No channels yet',
    emptyText: 'Whoever published what you save from a link has a place here, with everything of theirs.',
    add: 'Add a link',
    noMatch: 'No channel is called “{{text}}”',
    noMatchText: 'Fewer letters find more.',
  },
};
