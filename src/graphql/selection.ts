import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';

/**
 * Checks whether a field of this name is requested anywhere below the one that is being resolved, so that its data can
 * be read for a whole list at once. It follows all fragments and ignores directives, so it may answer true for a field
 * that is not resolved. The limit of cost bounds the number of fragments that it follows.
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
 * Checks whether a field other than `known` is requested directly below the one that is being resolved, including
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
