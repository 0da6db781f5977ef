export const watch = {
  episode: 'Season {{season}} · Episode {{episode}}',
};
