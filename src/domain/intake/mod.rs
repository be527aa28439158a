//! Intake: any accepted body becomes a [`ReportRequest`], or a list of all its violations
//! (contract §2). Pure: the pack resolver and today's date come from the caller.
