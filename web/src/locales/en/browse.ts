export const browse = {
  label: 'Ways into the library',
  all: 'All',
  myList: 'My List',
  collections: 'Collections',
  genres: 'Genres',
  channels: 'Channels',
  people: 'People',
  tags: 'Tags',
  history: 'History',
};
