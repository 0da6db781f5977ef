export const add = {};
