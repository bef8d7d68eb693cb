//! Why a phone does not open, or stopped; why the camera's frames are not taken.

phrases! {
    IN_USE = "open.in_use";
    NEWER = "open.newer";
    DAMAGED = "open.damaged";
    FULL = "open.full";
    LOCKED = "open.vault_locked";
    FOREIGN = "open.vault_foreign";
    VAULT = "open.vault";
    STORE = "open.store";
    STOPPED = "open.stopped";
    SYSTEM = "open.system";
    OVERRUN = "scan.overrun";
    NO_PICTURE = "scan.refused";
}
