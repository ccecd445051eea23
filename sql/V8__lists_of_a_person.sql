-- What of a person's has failed, or was refused: one in twenty rows of theirs, so that an index by person alone reads twenty for each that is shown.
create index operation_by_requester_and_state on operation (requested_by, state, created_at desc, id desc);
create index audit_event_by_actor_and_outcome on audit_event (actor, outcome, at desc, sequence desc);
