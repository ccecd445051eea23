package dev.binnacle.browser;

import dev.binnacle.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Swagger UI of a server in a headless Chromium, and what a person does on it. */
final class SwaggerPage implements AutoCloseable {

  private static ChromeDriverService driver() {
    return new ChromeDriverService.Builder()
        .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
        .build();
  }

  private static ChromeOptions options() {
    return new ChromeOptions()
        .setBinary("/usr/bin/chromium")
        .addArguments(
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1400,2400");
  }

  private final ChromeDriver browser;
  private final WebDriverWait wait;

  /** Opens the page and waits until it shows that operation. */
  SwaggerPage(TestServer server, By shown) {
    browser = new ChromeDriver(driver(), options());
    wait = new WebDriverWait(browser, Duration.ofSeconds(60));
    browser.get(server.process().baseUrl() + "/docs");
    wait.until(ExpectedConditions.visibilityOfElementLocated(shown));
  }

  ChromeDriver browser() {
    return browser;
  }

  @Override
  public void close() {
    browser.quit();
  }

  void authorize() {
    browser.findElement(By.cssSelector(".auth-wrapper .authorize")).click();
    var token =
        wait.until(
            ExpectedConditions.visibilityOfElementLocated(
                By.cssSelector(".modal-ux input[type='text'], .modal-ux input[type='password']")));
    token.sendKeys(TestServer.TOKEN);
    browser.findElement(By.cssSelector(".modal-ux button.authorize")).click();
    wait.until(ExpectedConditions.elementToBeClickable(By.cssSelector(".modal-ux button.btn-done")))
        .click();
  }

  private void click(WebElement scope, String selector) {
    var element =
        wait.until(
            ExpectedConditions.visibilityOf(
                wait.until(any ->
                    scope.findElements(By.cssSelector(selector)).stream()
                        .findFirst()
                        .orElse(null))));
    ((JavascriptExecutor) browser).executeScript("arguments[0].scrollIntoView()", element);
    element.click();
  }

  WebElement parameter(WebElement operation, String name) {
    return operation.findElement(
        By.cssSelector(
            "tr[data-param-name='" + name + "'] input, tr[data-param-name='" + name + "'] select"));
  }

  /** Sets the value the way React notices. */
  void fill(WebElement field, String text) {
    ((JavascriptExecutor) browser)
        .executeScript(
            """
            const type = arguments[0].tagName === 'TEXTAREA' ? HTMLTextAreaElement : HTMLInputElement;
            Object.getOwnPropertyDescriptor(type.prototype, 'value').set.call(arguments[0], arguments[1]);
            arguments[0].dispatchEvent(new Event('input', {bubbles: true}));
            arguments[0].dispatchEvent(new Event('change', {bubbles: true}));\
            """,
            field,
            text);
  }

  static void choose(WebElement list, String value) {
    new Select(list).selectByVisibleText(value);
  }

  void execute(WebElement operation) {
    click(operation, ".btn.execute");
    new WebDriverWait(browser, Duration.ofSeconds(90))
        .until(any -> !operation.findElements(LIVE_STATUS).isEmpty());
  }

  private static final By LIVE_STATUS =
      By.cssSelector(".live-responses-table .response-col_status");

  static String status(WebElement operation) {
    List<WebElement> cells = operation.findElements(LIVE_STATUS);
    return cells.getLast().getText().lines().findFirst().orElse("").strip();
  }

  String answer(WebElement operation) {
    return operation.findElement(By.cssSelector(".live-responses-table .microlight")).getText();
  }

  void shoot(String name) {
    try {
      var folder = Files.createDirectories(Path.of("target/screenshots"));
      Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
