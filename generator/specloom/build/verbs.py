"""The verbs that stand alone as the name of a method."""

from __future__ import annotations

_LISTED = """
abort accept acknowledge activate add aggregate allow analyze append apply approve archive assign attach audit
authenticate authorize backup ban batch begin bind block book boot build bulk calculate call cancel capture change
charge check claim clean clear clone close collect combine commit compare complete compress compute configure
confirm connect convert copy count create deactivate debug decline decrypt delete deliver deny deploy deprecate
describe destroy detach detect diff disable discard disconnect discover dispatch download drain duplicate edit embed
enable encrypt enqueue estimate evaluate evict exchange execute exists expand expire explain export extend fetch
fill filter find finish flag flush follow forward generate get grant handle head hide identify import index ingest
init initialize insert inspect install invalidate invite invoke issue join kill launch leave link list load lock
login logout lookup mark match merge migrate moderate modify monitor move mute notify open parse partial patch pause
peek pin ping play poll post predict preview print process promote provision publish pull purge push put query quit
read reboot rebuild receive recover redeem refresh refund register reindex reject release reload remove rename
render renew reopen reorder replace replay reply report request reserve reset resend resize resolve restart restore
resume retrieve retry return revert review revoke rollback rotate run sample save scan schedule score search seed
send set share show sign skip snapshot sort speak split star start stat stop store stream submit subscribe suggest
suspend swap sync synchronize tag tail terminate test toggle touch track train transcribe transfer transform
translate trigger truncate unarchive unassign unban unblock undelete undo unfollow uninstall unlink unlock unmark
unmute unpin unpublish unregister unsubscribe untag update upgrade upload upsert use validate verify view void watch
write
"""

VERBS = frozenset(_LISTED.split())
"""English verbs of operationIds. A word that is no verb never stands alone: `rooms.settings()` says nothing."""

_ALSO_NOUNS = """
book call change charge check claim clone comment copy debug download export fill filter flag grant import index issue
join link lock login mark match merge monitor notify order patch pause pin play poll post preview process purge query
read record refund release report request reset return review run sample schedule score search share show sign skip sort
star start stat stop store stream swap tag test toggle touch track transfer update upload use view watch
"""

NOUNS = frozenset(_ALSO_NOUNS.split())
"""Verbs that are nouns as often: at the head of several words they name a thing (`login_links`, `report_runs`)."""
