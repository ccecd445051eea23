package dev.binnacle.sandbox.mongodb;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The faults that a replica set has at the moment. Thread-safe. */
public final class Faults {
  private final ConcurrentSkipListMap<Integer, Fault> active = new ConcurrentSkipListMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicInteger last = new AtomicInteger();

  /** Begins a fault; answers the number under which it ends. */
  public int inject(Fault fault) {
    int id = last.incrementAndGet();
    active.put(id, fault);
    listeners.forEach(Runnable::run);
    return id;
  }

  /** Ends a fault; answers whether there was one of that number. */
  public boolean repair(int id) {
    boolean found = active.remove(id) != null;
    listeners.forEach(Runnable::run);
    return found;
  }

  /** Ends all faults. */
  public void repairAll() {
    active.clear();
    listeners.forEach(Runnable::run);
  }

  /** Calls the listener after every injection and repair, on the thread that did it. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Whether the process is gone. */
  public boolean dead(String member) {
    return active(Fault.MemberDead.class).anyMatch(fault -> fault.member().equals(member));
  }

  /** Whether the process hangs. */
  public boolean silent(String member) {
    return active(Fault.MemberSilent.class).anyMatch(fault -> fault.member().equals(member));
  }

  /** How much longer an answer to a client takes. */
  public Duration delay(String member) {
    return active(Fault.MemberSlow.class)
        .filter(fault -> fault.member().equals(member))
        .map(Fault.MemberSlow::delay)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** How much later a member applies what it reads. */
  public Duration lag(String member) {
    return active(Fault.MemberLagging.class)
        .filter(fault -> fault.member().equals(member))
        .map(Fault.MemberLagging::lag)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Whether a member applies nothing. */
  public boolean replicationStopped(String member) {
    return active(Fault.ReplicationStopped.class).anyMatch(fault -> fault.member().equals(member));
  }

  /** Whether a primary goes on to lead whatever it has lost. */
  public boolean deluded(String member) {
    return active(Fault.PrimaryDeluded.class).anyMatch(fault -> fault.member().equals(member));
  }

  /** Whether one member's messages come to another. */
  public boolean connected(String one, String other) {
    return !dead(one)
        && !dead(other)
        && !silent(one)
        && !silent(other)
        && active(Fault.Partition.class)
            .allMatch(fault -> fault.members().contains(one) == fault.members().contains(other));
  }

  /** The error that a member answers a command with. */
  public Optional<Refusal> failure(String member, String command) {
    return active(Fault.CommandFails.class)
        .filter(fault -> fault.member().equals(member) && fault.command().equals(command))
        .map(fault -> new Refusal(fault.code(), fault.codeName(), fault.message()))
        .findFirst();
  }

  private <F extends Fault> Stream<F> active(Class<F> kind) {
    return active.values().stream().filter(kind::isInstance).map(kind::cast);
  }
}
