/** Tags as they are typed, wherever that is. */
export { TagField } from './TagField';
export { cleanTag, withTags } from './tags';
