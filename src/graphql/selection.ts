import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Whether a field of this name is asked for anywhere below the one that is being resolved, so that what
 * it needs can be read for a whole list at once. Fragments are followed whatever their type, and
 * directives are not looked at: it may say yes for a field that is then not resolved. The limit of cost
 * bounds how often fragments are followed.
 */
export function isSelected({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  const isIn = (selectionSet: SelectionSetNode | undefined): boolean =>
    selectionSet?.selections.some((selection) => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return isIn(fragments[selection.name.value]?.selectionSet);
      return (selection.kind === Kind.FIELD && selection.name.value === name) || isIn(selection.selectionSet);
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => isIn(selectionSet));
}

/**
 * Whether a field other than `known` is asked for directly below the one that is being resolved, in it or in
 * fragments on the given types.
 */
export function asksForMore(
  { fieldNodes, fragments }: GraphQLResolveInfo,
  types: readonly string[],
  known: readonly string[],
): boolean {
  const hasMore = ({ selections }: SelectionSetNode): boolean =>
    selections.some((selection) => {
      if (selection.kind === Kind.FIELD) {
        return selection.name.value !== '__typename' && !known.includes(selection.name.value);
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      const condition = fragment?.typeCondition?.name.value;
      return (
        fragment !== undefined &&
        (condition === undefined || types.includes(condition)) &&
        hasMore(fragment.selectionSet)
      );
    });
  return fieldNodes.some(({ selectionSet }) => selectionSet !== undefined && hasMore(selectionSet));
}
