package dev.binnacle.http.pages;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Explains the types of problems at the addresses that problem documents name. */
@WebServlet(name = "problems", urlPatterns = "/problems/*")
public class ProblemsPage extends Page {

  private static final long serialVersionUID = 1L;

  @Override
  void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
    var path = request.getPathInfo();
    if (path == null || path.equals("/")) {
      send(request, response, ProblemPages.list());
      return;
    }
    var page = ProblemPages.of(path.substring(1));
    if (page.isPresent()) {
      send(request, response, page.get());
    } else {
      notFound(request, response);
    }
  }

  private static void send(HttpServletRequest request, HttpServletResponse response, String html)
      throws IOException {
    send(response, request, ProblemPages.MEDIA_TYPE, html.getBytes(StandardCharsets.UTF_8));
  }
}
