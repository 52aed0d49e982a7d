import type { Collection } from '../store/store.ts';

/** The collection, telling of each write before it: with the entity, or the identifier of what is removed. */
export function tellingWrites<Entity, Column extends string>(
  collection: Collection<Entity, Column>,
  tell: (written: Entity | string) => void,
): Collection<Entity, Column> {
  return {
    ...collection,
    insert: (entity) => {
      tell(entity);
      return collection.insert(entity);
    },
    insertIfAbsent: (entity, document) => {
      tell(entity);
      return collection.insertIfAbsent(entity, document);
    },
    update: (entity) => {
      tell(entity);
      return collection.update(entity);
    },
    delete: (id) => {
      tell(id);
      return collection.delete(id);
    },
  };
}
