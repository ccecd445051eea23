package dev.binnacle.contract;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The committed examples: one JSON file each, in one folder. */
record ExampleFiles(Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter WRITER =
      JSON.writer(
          new DefaultPrettyPrinter(
                  Separators.createDefaultInstance()
                      .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                      .withObjectEmptySeparator("")
                      .withArrayEmptySeparator(""))
              .withObjectIndenter(new DefaultIndenter("  ", "\n"))
              .withArrayIndenter(new DefaultIndenter("  ", "\n")));

  /** The examples of this project. */
  static ExampleFiles ofTheContract() {
    return new ExampleFiles(
        Path.of(System.getProperty("binnacle.root", "..")).resolve("api-spec/examples"));
  }

  /** All of them by file name. */
  Map<String, JsonNode> read() {
    var examples = new TreeMap<String, JsonNode>();
    try (var files = Files.newDirectoryStream(folder, "*.json")) {
      for (var file : files) {
        examples.put(file.getFileName().toString(), JSON.readTree(file.toFile()));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return examples;
  }

  /** Writes those examples, each over its older version; others stay. */
  void write(Map<String, JsonNode> examples) {
    examples.forEach((name, example) -> {
      try {
        Files.writeString(folder.resolve(name), WRITER.writeValueAsString(example) + "\n");
      } catch (IOException refused) {
        throw new UncheckedIOException(refused);
      }
    });
  }
}
