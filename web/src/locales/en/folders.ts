export const folders = {
  places: 'Places',
  up: 'One folder up',
  path: 'Folder on the server',
  pathHint: 'Type a path, such as /home/me/Videos',
  videos_one: '{{shown}} video',
  videos_other: '{{shown}} videos',
  noFolders: 'No folders in here. You can choose this one.',
};
