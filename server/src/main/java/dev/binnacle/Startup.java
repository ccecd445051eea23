package dev.binnacle;

import dev.binnacle.http.Answers;
import dev.binnacle.http.RequestArrived;
import dev.binnacle.http.Started;
import dev.binnacle.operations.OperationRunner;
import dev.binnacle.operations.OperationScheduler;
import dev.binnacle.operations.OperationSignals;
import dev.binnacle.security.BootstrapToken;
import dev.binnacle.store.Migrations;
import dev.binnacle.store.StoreSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManagerFactory;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which the server comes up and goes down. The one class that knows every part that
 * has to be started.
 *
 * <p>Operations are taken up only when the container has deployed the whole application: what runs
 * beside the deployment meets class loaders, beans and resources that are only half there. The
 * container's one dependable sign that deployment is over is that it lets a request in; the
 * launcher sends the first one at once.
 */
@ApplicationScoped
public class Startup {

  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  @Inject private StoreSettings store;
  @Inject private Migrations migrations;
  @Inject private EntityManagerFactory entities;
  @Inject private OperationSignals signals;
  @Inject private OperationScheduler scheduler;
  @Inject private OperationRunner runner;
  @Inject private BootstrapToken bootstrapToken;
  @Inject private Started started;
  @Inject private Answers answers;

  /** Prepares the state store; whatever fails here ends the process. */
  void prepare(@Observes @Initialized(ApplicationScoped.class) Object event) {
    var model = CompletableFuture.runAsync(entities::getMetamodel, answers.threads());
    if (store.training()) {
      LOG.info("training run: the server starts without its state store");
    } else {
      migrations.apply();
    }
    model.join();
    if (!store.training()) {
      bootstrapToken.ensure();
    }
  }

  /** Takes up operations before the first request is answered. */
  void work(@Observes RequestArrived arrival) {
    if (!started.isFinished() && !store.training()) {
      startWork();
    }
  }

  private synchronized void startWork() {
    if (started.isFinished()) {
      return;
    }
    signals.start();
    scheduler.start();
    started.finish();
    LOG.info("started");
  }

  /** Hands running operations over before the container takes the data source away. */
  void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
    runner.prepareShutdown();
    scheduler.stop();
    signals.stop();
  }
}
