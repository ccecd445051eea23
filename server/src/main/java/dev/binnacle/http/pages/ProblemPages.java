package dev.binnacle.http.pages;

import dev.binnacle.problems.ProblemCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages behind the types of problems, in HTML that needs no style sheet. */
final class ProblemPages {

  static final String MEDIA_TYPE = "text/html;charset=UTF-8";

  private ProblemPages() {}

  /** The list of all problems. */
  static String list() {
    var rows =
        Arrays.stream(ProblemCode.values())
            .map(code ->
                "<tr><td>%d</td><td><a href=\"%s\"><code>%s</code></a></td><td>%s</td></tr>"
                    .formatted(code.status(), code.type(), code.name(), escaped(code.meaning())))
            .collect(Collectors.joining("\n"));
    return page(
        "Problems",
        """
        <p>Every refusal and every failure is an <code>application/problem+json</code> document
        (RFC 9457). Programs match on its <code>code</code>; people read <code>detail</code> and
        <code>remedy</code>. These are the codes.</p>
        <table>
        <thead><tr><th>Status</th><th>Code</th><th>Meaning</th></tr></thead>
        <tbody>
        %s
        </tbody>
        </table>
        """
            .formatted(rows));
  }

  /** The page of one problem, by the last part of its type; empty when there is no such problem. */
  static Optional<String> of(String name) {
    return Arrays.stream(ProblemCode.values())
        .filter(code -> code.type().equals("/problems/" + name))
        .findFirst()
        .map(ProblemPages::of);
  }

  private static String of(ProblemCode code) {
    return page(
        code.title(),
        """
        <p>%s</p>
        <dl>
        <dt>Code</dt><dd><code>%s</code></dd>
        <dt>HTTP status</dt><dd>%d</dd>
        </dl>
        <p>The document that brought you here says in <code>detail</code> what happened, and in
        <code>remedy</code> what you can do. Its <code>requestId</code> leads to the log and to the
        audit entries.</p>
        <p><a href="/problems">All problems</a> · <a href="/docs/">The API</a></p>
        """
            .formatted(escaped(code.meaning()), code.name(), code.status()));
  }

  private static String page(String title, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="UTF-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%1$s · Binnacle</title>
    </head>
    <body>
    <h1>%1$s</h1>
    %2$s
    </body>
    </html>
    """
        .formatted(escaped(title), body.stripTrailing());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
