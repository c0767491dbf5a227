# The fields that Guichet fills, on every queue. As root, once:
#   rt-setup-database-5 --action insert --datafile custom-fields.pl --skip-create
@CustomFields = map {
    { Name => "Guichet $_", Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', Queue => 0, MaxValues => 1 }
} ( 'reference', 'category', 'type', 'impact', 'urgency', 'priority', 'group', 'affected person', 'location', 'device', 'source' );
1;
