-- Whether a running step honours a request to stop in its middle.
alter table operation_step add column interruptible boolean not null default false;
