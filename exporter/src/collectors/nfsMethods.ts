import { words } from './lines.ts';

/** Requests of /proc/net/rpc/nfs and nfsd in the order the kernel counts them; the words are node_exporter's label values. */
const list = (text: string): readonly string[] => words(text);

/** NFS 2, RFC 1094, and 3, RFC 1813: in the order of procedure numbers. */
export const version2 = list(
  'Null GetAttr SetAttr Root Lookup ReadLink Read WrCache Write Create Remove Rename Link SymLink MkDir RmDir ReadDir FsStat'
);
export const version3 = list(
  `Null GetAttr SetAttr Lookup Access ReadLink Read Write Create MkDir SymLink MkNod Remove RmDir Rename Link ReadDir ReadDirPlus
   FsStat FsInfo PathConf Commit`
);
/** include/linux/nfs4.h, NFSPROC4_CLNT_*. */
export const version4Client = list(
  `Null Read Write Commit Open OpenConfirm OpenNoattr OpenDowngrade Close Setattr FsInfo Renew SetClientID SetClientIDConfirm Lock
   Lockt Locku Access Getattr Lookup LookupRoot Remove Rename Link Symlink Create Pathconf StatFs ReadLink ReadDir ServerCaps
   DelegReturn GetACL SetACL FsLocations ReleaseLockowner Secinfo FsidPresent ExchangeID CreateSession DestroySession Sequence
   GetLeaseTime ReclaimComplete GetDeviceInfo LayoutGet LayoutCommit LayoutReturn SecinfoNoName TestStateID FreeStateID
   GetDeviceList BindConnToSession DestroyClientID Seek Allocate DeAllocate LayoutStats Clone`
);
/** include/linux/nfs4.h, enum nfs_opnum4; the first three numbers mean nothing, and two of PUT*FH are not exported upstream. */
export const version4Server = list(
  `- - - Access Close Commit Create DelegPurge DelegReturn GetAttr GetFH Link Lock Lockt Locku Lookup LookupRoot Nverify Open OpenAttr
   OpenConfirm OpenDgrd PutFH - - Read ReadDir ReadLink Remove Rename Renew RestoreFH SaveFH SecInfo SetAttr SetClientID
   SetClientIDConfirm Verify Write RelLockOwner`
);
