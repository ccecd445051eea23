-- Every filter of a list has an index in the list's order, so that a page costs the same among ten rows and ten million.

drop index operation_by_target;
create index operation_by_target on operation (target_name, created_at desc, id desc);
create index operation_by_kind on operation (kind, created_at desc, id desc);
create index operation_by_requester on operation (requested_by, created_at desc, id desc);

drop index audit_event_by_actor;
drop index audit_event_by_resource;
drop index audit_event_by_action;
create index audit_event_by_actor on audit_event (actor, at desc, sequence desc);
create index audit_event_by_action on audit_event (action, at desc, sequence desc);
create index audit_event_by_resource_type on audit_event (resource_type, at desc, sequence desc);
create index audit_event_by_resource_name on audit_event (resource_name, at desc, sequence desc);
create index audit_event_by_outcome on audit_event (outcome, at desc, sequence desc);
