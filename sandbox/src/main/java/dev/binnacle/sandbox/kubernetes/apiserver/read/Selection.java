package dev.binnacle.sandbox.kubernetes.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Query;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusal;
import dev.binnacle.sandbox.kubernetes.apiserver.protocol.Refusals;
import dev.binnacle.sandbox.kubernetes.selectors.FieldExpression;
import dev.binnacle.sandbox.kubernetes.selectors.LabelExpression;
import dev.binnacle.sandbox.kubernetes.selectors.SelectorSyntaxException;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore;
import dev.binnacle.sandbox.kubernetes.store.ObjectStore.Listing;
import dev.binnacle.sandbox.kubernetes.store.ResourceType;

/**
 * Which objects of a type are meant.
 *
 * @param namespace empty for all
 */
public record Selection(
    ResourceType type, String namespace, LabelExpression labels, FieldExpression fields) {
  /**
   * What the parameters of a request select.
   *
   * @param name the one object, or empty
   * @throws Refusal 400 when a selector cannot be read or names a field that selects nothing
   */
  public static Selection of(ResourceType type, String namespace, String name, Query query) {
    try {
      String fields = query.first("fieldSelector").orElse("");
      String ofName = name.isEmpty() ? "" : ",metadata.name=" + name;
      Selection selection =
          new Selection(
              type,
              namespace,
              LabelExpression.parse(query.first("labelSelector").orElse("")),
              FieldExpression.parse(fields + ofName));
      SelectableFields.check(type, selection.fields());
      return selection;
    } catch (SelectorSyntaxException unreadable) {
      throw Refusals.badRequest(unreadable.getMessage());
    }
  }

  /** The objects of the type, and of the namespace if there is one, whatever the selectors say. */
  Listing listing(ObjectStore store) {
    return namespace.isEmpty() ? store.listing(type) : store.listing(type, namespace);
  }

  /** Whether there are no selectors. */
  boolean isWhole() {
    return labels == LabelExpression.everything() && fields.isEverything();
  }

  /** Whether an object of the type is meant. */
  public boolean matches(ObjectNode object) {
    return (namespace.isEmpty()
            || namespace.equals(object.path("metadata").path("namespace").asText()))
        && labels.matches(object)
        && fields.matches(object);
  }
}
