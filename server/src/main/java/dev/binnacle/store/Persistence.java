package dev.binnacle.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.transaction.TransactionScoped;
import javax.sql.DataSource;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.resource.jdbc.spi.PhysicalConnectionHandlingMode;

/**
 * Hibernate, bootstrapped natively on the container's pool and JTA.
 *
 * <p>Payara's own JPA bootstrap fails with Hibernate 6.6 as provider and loses the pool during
 * shutdown; the native bootstrap has neither fault and needs no persistence.xml. See ADR 3.
 */
@ApplicationScoped
public class Persistence {

  /**
   * The factory over every registered entity. Building it takes seconds, so it is forced at start;
   * it needs no database, so the migrations can run meanwhile.
   */
  @Produces
  @ApplicationScoped
  public EntityManagerFactory factory(
      DataSource dataSource, @Any Instance<EntityClasses> entities) {
    var registry =
        new StandardServiceRegistryBuilder()
            .applySetting(AvailableSettings.JAKARTA_JTA_DATASOURCE, dataSource)
            .applySetting(AvailableSettings.JAKARTA_HBM2DDL_DB_NAME, "PostgreSQL")
            .applySetting(AvailableSettings.ALLOW_METADATA_ON_BOOT, false)
            .applySetting(AvailableSettings.TRANSACTION_COORDINATOR_STRATEGY, "jta")
            .applySetting(AvailableSettings.JTA_PLATFORM, "SunOne")
            .applySetting(
                AvailableSettings.CONNECTION_HANDLING,
                PhysicalConnectionHandlingMode.DELAYED_ACQUISITION_AND_RELEASE_AFTER_STATEMENT)
            .applySetting(AvailableSettings.HBM2DDL_AUTO, "none")
            .applySetting(
                "hibernate.physical_naming_strategy",
                "org.hibernate.boot.model.naming.CamelCaseToUnderscoresNamingStrategy")
            .applySetting(AvailableSettings.JDBC_TIME_ZONE, "UTC")
            .build();
    var sources = new MetadataSources(registry);
    entities.forEach(named -> named.classes().forEach(sources::addAnnotatedClass));
    return sources.buildMetadata().buildSessionFactory();
  }

  /** Closes Hibernate before the container takes the pool away. */
  public void close(@Disposes EntityManagerFactory factory) {
    factory.close();
  }

  /** One entity manager per JTA transaction: nothing survives a transaction by accident. */
  @Produces
  @TransactionScoped
  public EntityManager entityManager(EntityManagerFactory factory) {
    return factory.createEntityManager();
  }

  /** Closes the entity manager with its transaction. */
  public void close(@Disposes EntityManager entityManager) {
    if (entityManager.isOpen()) {
      entityManager.close();
    }
  }
}
